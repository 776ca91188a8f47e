import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { closeGroup, group, openGroup, runRows } from "../support/runsView.ts";

test("after `npm start` a person runs a file with an attachment as the first thing, answers it, and watches it to its end", async () => {
  const env = { DYNAMIQ_RUNS_SAMPLE: "1", DYNAMIQ_RUNS_SAMPLE_SPEED: "20" };
  await withWorkbench("persons-path", { env, size: { width: 1400, height: 900 } }, walk);
});

async function walk(workbench: Workbench): Promise<void> {
  await workbench.explorer.select("approval.run.json", "receipt.png");
  await workbench.explorer.contextMenu("approval.run.json", "Run with This File");
  const panel = workbench.panel();
  const root = panel.locator("html");
  const status = (name: string) => panel.locator(`html[data-run-status="${name}"]`).waitFor({ state: "attached" });
  const count = async (): Promise<number> => Number(await root.getAttribute("data-event-count"));
  await status("awaiting_input");
  await expect.poll(count).toBeGreaterThan(10);
  const asked = await count();
  await panel.getByRole("button", { name: "Approve", exact: true }).click();
  await status("completed");
  await panel.getByText("Completed").first().waitFor();
  await expect.poll(count).toBeGreaterThan(asked);

  await workbench.openView("Dynamiq");
  await group(workbench, "Waiting for You").waitFor();
  // Among those that wait it stays for ten seconds only. The failed ones are more than fit above the completed ones.
  await closeGroup(workbench, "Failed");
  await openGroup(workbench, "Completed");
  await runRows(workbench, /^\s*(now|[1-5]m)\s+Refund request over/)
    .first()
    .waitFor();
  await panel.getByRole("tab", { name: /Events/ }).click();
  await panel.locator("[data-sequence]").first().waitFor();
  await panel.getByRole("tab", { name: "Timeline" }).click();
  await panel.getByRole("row", { name: /^Iteration 1, / }).waitFor();

  await panel.getByRole("tab", { name: "Input" }).click();
  await panel.getByText("We bought the annual plan twice by mistake.").waitFor();
  await panel.getByRole("list", { name: "Attachments" }).getByRole("button", { name: "receipt.png" }).click();
  await workbench.tab("receipt.png").waitFor();
}
