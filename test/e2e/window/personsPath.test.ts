import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { group, runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";

test("after `npm start` a person runs a file with an attachment as the first thing, answers it, and watches it to its end", async () => {
  await withSampleApp({ pastRuns: 320, speed: 20 }, async (app) => {
    const env = { DYNAMIQ_RUNS_SAMPLE: "1", DYNAMIQ_RUNS_SAMPLE_URL: app.url, DYNAMIQ_RUNS_SAMPLE_KEY: app.accessKey };
    const size = { width: 1400, height: 900 };
    await withWorkbench("persons-path", { env, size }, (workbench) => walk(workbench, app));
  });
});

async function walk(workbench: Workbench, app: SampleApp): Promise<void> {
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
  expect(app.created).toEqual([
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
}
