import { execFileSync } from "node:child_process";
import { test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { aged, openGroup, runRows, welcome } from "../support/runsView.ts";

/** Posts as the SDK's client does, with nothing but Python's own library. */
const program = `
import json, os, urllib.request
body = json.dumps({"runs": [{
    "id": "from-python", "name": "Workflow", "type": "workflow", "parent_run_id": None, "trace_id": "t",
    "start_time": "2026-11-29T19:32:10.492612+00:00", "end_time": "2026-11-29T19:32:10.525960+00:00",
    "status": "succeeded", "input": {"input": "Who is Ann?"}, "output": {"content": "Ann"},
    "metadata": {}, "error": None, "executions": [], "tags": [],
}]}).encode()
request = urllib.request.Request(os.environ["DYNAMIQ_TRACE_BASE_URL"] + "/v1/traces", body, {
    "Content-Type": "application/json",
    "Authorization": "Bearer " + os.environ["DYNAMIQ_TRACE_ACCESS_KEY"],
})
print(urllib.request.urlopen(request).status)
`;

const hasPython = ((): boolean => {
  try {
    execFileSync("python3", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasPython)("the run of a Python program in a terminal comes into the view by itself", async () => {
  const size = { width: 1400, height: 900 };
  await withWorkbench("local-runs", { files: { "program.py": program }, size }, async (workbench) => {
    const { page } = workbench;
    await workbench.openView("Dynamiq Runs");
    await workbench.runCommand("Dynamiq Runs: Trace Local Runs");
    await welcome(workbench).getByText("Waiting for the first run…").waitFor();
    await workbench.panel().getByRole("heading", { name: "See runs of your own machine" }).waitFor();
    await welcome(workbench).getByText("Open Terminal").click();
    const terminal = page.locator(".terminal-wrapper.active .xterm-helper-textarea");
    await terminal.focus();
    await page.keyboard.type("python3 program.py\n");
    await openGroup(workbench, "Completed");
    await runRows(workbench, aged("Who is Ann?")).waitFor();
    await workbench.panel().getByRole("link", { name: "Open Run" }).click();
    await workbench.panel().getByRole("heading", { name: "Who is Ann?" }).waitFor();
  });
});
