import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleAppKey } from "../../harness/sharedServers.ts";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { group, runRows } from "../support/runsView.ts";

const env = {
  DYNAMIQ_RUNS_SAMPLE: "1",
  DYNAMIQ_RUNS_SAMPLE_KEY: sampleAppKey,
  DYNAMIQ_RUNS_SAMPLE_SPEED: "20",
};

test("after `npm start` a person runs a file with an attachment as the first thing, answers it, and watches it to its end", async () => {
  await withWorkbench("persons-path", { env, size: { width: 1400, height: 900 } }, async (workbench) => {
    await workbench.explorer.select("approval.run.json", "receipt.png");
    await workbench.explorer.contextMenu("approval.run.json", "Run with This File");
    const panel = workbench.panel();
    const root = panel.locator("html");
    const status = (name: string) => panel.locator(`html[data-run-status="${name}"]`).waitFor({ state: "attached" });
    const count = async (): Promise<number> => Number(await root.getAttribute("data-event-count"));
    await status("awaiting_input");
    const asked = await count();
    expect(asked).toBeGreaterThan(10);
    await panel.getByRole("button", { name: "Approve", exact: true }).click();
    await status("completed");
    await panel.getByText("Completed").first().waitFor();
    expect(await count()).toBeGreaterThan(asked);

    await workbench.openView("Dynamiq Runs");
    await group(workbench, "Waiting for You").waitFor();
    await runRows(workbench, /^\s*(now|[1-5]m)\s+Refund request over/).waitFor();
    await panel.getByRole("tab", { name: /Events/ }).click();
    await panel.locator("[data-sequence]").first().waitFor();
    await panel.getByRole("tab", { name: "Timeline" }).click();
    await panel.getByRole("row", { name: /^Iteration 1, / }).waitFor();

    const read = (name: string): Promise<Buffer> => readFile(join(workbench.workspace, name));
    const receipt = await read("receipt.png");
    const sha256 = createHash("sha256").update(receipt).digest("hex");
    const { input } = JSON.parse(String(await read("approval.run.json"))) as { input: unknown };
    expect(await createdRuns(workbench)).toEqual([
      expect.objectContaining({
        run_id: await root.getAttribute("data-run-id"),
        mode: "stream",
        input,
        files: [expect.objectContaining({ name: "receipt.png", size: receipt.length, sha256 })],
      }),
    ]);
    await panel.getByRole("tab", { name: "Input" }).click();
    await panel.getByRole("list", { name: "Attachments" }).getByRole("button", { name: "receipt.png" }).click();
    await workbench.tab("receipt.png").waitFor();
  });
});

/** The runs that the sample app of the window says it was asked to create. Its address is in the status bar. */
async function createdRuns({ page }: Workbench): Promise<unknown[]> {
  const status = page.locator(".statusbar").getByRole("button", { name: /^Sample App \(127\.0\.0\.1:\d+\)/ });
  const [host] = /127\.0\.0\.1:\d+/.exec((await status.getAttribute("aria-label")) ?? "") ?? [];
  const response = await fetch(`http://${host}/_sample/created`, {
    headers: { authorization: `Bearer ${sampleAppKey}` },
  });
  return ((await response.json()) as { data: unknown[] }).data;
}
