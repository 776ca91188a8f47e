import { execFileSync } from "node:child_process";
import { test } from "vitest";
import { insist } from "../../harness/insist.ts";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { aged, openGroup, runRows, welcome } from "../support/runsView.ts";

/** Posts as the SDK's client does, with nothing but Python's own library. */
const program = `
import json, os, sys, urllib.request
def node(id, parent, kind, **more):
    return {
        "id": id, "name": "LLM", "type": kind, "parent_run_id": parent, "trace_id": "t",
        "start_time": "2026-11-29T19:32:10.492612+00:00", "end_time": "2026-11-29T19:32:10.525960+00:00",
        "status": "succeeded", "input": {"input": "Who is Ann?"}, "output": {"content": "Ann"},
        "metadata": {}, "error": None, "executions": [], "tags": [], **more,
    }
prompt = {"messages": [{"role": "system", "content": "Be exact and polite."}]}
model = {"id": "m", "name": "LLM", "group": "llms", "model": "openai/gpt-4o-mini", "prompt": prompt}
root = node("from-python", None, "workflow")
body = json.dumps({"runs": [root, node("model", "from-python", "node", metadata={"node": model})]}).encode()
key = sys.argv[1] if len(sys.argv) > 1 else os.environ["DYNAMIQ_TRACE_ACCESS_KEY"]
request = urllib.request.Request(os.environ["DYNAMIQ_TRACE_BASE_URL"] + "/v1/traces", body, {
    "Content-Type": "application/json",
    "Authorization": "Bearer " + key,
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

const title = "the run of a Python program in a terminal comes into the view by itself, and what it lost is said";

test.skipIf(!hasPython)(title, async () => {
  const size = { width: 1400, height: 900 };
  await withWorkbench("local-runs", { files: { "program.py": program }, size }, async (workbench) => {
    const { page } = workbench;
    await workbench.openView("Dynamiq");
    await workbench.runCommand("Dynamiq: Trace Local Runs");
    await welcome(workbench).getByText("Waiting for the first run…").waitFor();
    await workbench.panel().getByRole("heading", { name: "See the runs of your own programs" }).waitFor();
    await welcome(workbench).getByText("Open a terminal").click();
    const terminal = page.locator(".terminal-wrapper.active .xterm-helper-textarea");
    await terminal.focus();
    await page.keyboard.type("python3 program.py\n");
    await openGroup(workbench, "Completed");
    await runRows(workbench, aged("Who is Ann?")).waitFor();
    await workbench.panel().getByRole("link", { name: "Open Run" }).click();
    await workbench.panel().getByRole("heading", { name: "Who is Ann?" }).waitFor();
    await workbench.runCommand("Dynamiq: Search Runs…");
    // The run is indexed in the background.
    await insist(async (timeout) => {
      await workbench.quickInput.fill("");
      await workbench.quickInput.fill('"be exact"');
      await page.getByText("Show 1 Run", { exact: true }).waitFor({ timeout });
    });
    await page.keyboard.press("Escape");
    await terminal.focus();
    await page.keyboard.type("python3 program.py another-key\n");
    await workbench.rows("Runs").filter({ hasText: "1 lost trace" }).click();
    await workbench.panel().getByText("1 trace was sent with a different access key.").waitFor();
    await workbench.rows("Runs").filter({ hasText: "lost trace" }).waitFor({ state: "detached" });
  });
});
