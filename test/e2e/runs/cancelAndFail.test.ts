import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { aged, runRows, titles } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a waiting run is canceled after a confirmation, a failed run says why, and the tree shows both", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("cancel-and-fail", { size: { width: 1400, height: 900 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const panel = workbench.panel();
      const root = panel.locator("html");
      const status = (value: string) =>
        panel.locator(`html[data-run-status="${value}"]`).waitFor({ state: "attached" });

      await run(workbench, "approval.run.json");
      await status("awaiting_input");
      await panel.getByRole("status").getByText("Waiting for you").waitFor();
      await workbench.openView("Dynamiq Runs");
      await runRows(workbench, "customer-7421 · Issuing a $620 refund").waitFor();
      expect(await titles(workbench)).toEqual(["Waiting for You", "Refund request over $500"]);
      await workbench.screenshot("run-waiting");

      const cancels = () => app.requests.filter(({ path }) => path.endsWith("/cancel"));
      const question = /Cancel “.+”\?/;
      await panel.getByRole("button", { name: "Cancel", exact: true }).click();
      await workbench.screenshot("run-cancel-question");
      await workbench.answerDialog(question, "Keep Running");
      expect(cancels()).toHaveLength(0);
      await panel.getByRole("button", { name: "Cancel", exact: true }).click();
      await workbench.answerDialog(question, "Cancel Run");
      await status("canceled");
      await panel.getByRole("status").getByText("Canceled").waitFor();
      await workbench
        .rows("Runs")
        .filter({ hasText: /^Waiting for You/ })
        .waitFor({ state: "detached" });
      expect(await titles(workbench)).toEqual(["Canceled"]);
      expect(cancels()).toHaveLength(1);
      expect(await panel.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(0);
      await workbench.screenshot("run-canceled");
      const canceledRun = await root.getAttribute("data-run-id");

      await run(workbench, "failing.run.json");
      await status("failed");
      expect(await root.getAttribute("data-run-id")).not.toBe(canceledRun);
      const failure = panel.getByRole("region", { name: "Failure" });
      await failure.getByText("payment_gateway_timeout", { exact: true }).first().waitFor();
      await failure.getByText("The payment gateway did not respond within 30 s.").first().waitFor();
      await workbench.openView("Dynamiq Runs");
      const failed = runRows(workbench, aged("Refund for a cancelled workshop"));
      await failed.waitFor();
      expect(await titles(workbench)).toEqual(["Failed", "Refund for a cancelled workshop", "Canceled"]);
      expect(await failed.getAttribute("aria-label")).toMatch(
        /^Failed(, started)? (just now|\d+ seconds? ago): Refund for a cancelled workshop, The payment gateway did not respond within 30 s$/,
      );
      await workbench.screenshot("run-failed");
    }),
  );
});

async function run(workbench: Workbench, file: string): Promise<void> {
  await workbench.openView("Explorer");
  await workbench.explorer.contextMenu(file, "Run with This File");
}
