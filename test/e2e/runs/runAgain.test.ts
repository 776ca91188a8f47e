import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { filterLine, openGroup, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const options = { size: { width: 1400, height: 900 } };
const invoice = { ticket_subject: "Where is my invoice?" };

test("a run is run again from its panel and its row, with edits, filtered by its user and compared", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("run-again", options, async (workbench) => {
      await createRunElsewhere(app, invoice, { user_id: "customer-7421" });
      await createRunElsewhere(app, { ticket_subject: "Somebody else's" }, { user_id: "customer-1" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      const row = runRows(workbench, "Where is my invoice?");
      await row.hover();
      await row.getByRole("button", { name: "Run Again", exact: true }).click();
      await expect.poll(() => app.created.length).toBe(3);
      const id = app.created.at(-1)?.run_id;
      const panel = workbench.panel();
      await panel.locator(`html[data-run-id="${id}"][data-run-status="completed"]`).waitFor({ state: "attached" });
      await workbench.screenshot("header");

      await panel.getByRole("button", { name: "customer-7421", exact: true }).click();
      await filterLine(workbench).getByText("customer-7421").waitFor();
      await runRows(workbench, "Somebody else's").waitFor({ state: "detached" });

      await more(workbench, "Select for Compare");
      await panel.getByRole("button", { name: "Run Again", exact: true }).click();
      await panel
        .locator(`html[data-run-status="completed"]:not([data-run-id="${id}"])`)
        .waitFor({ state: "attached" });
      expect(app.created.at(-1)).toMatchObject({ input: invoice, user_id: "customer-7421" });

      await panel.getByRole("button", { name: "More ways to run again" }).click();
      await panel.getByRole("menuitem", { name: "Run Again with Edits" }).click();
      await workbench.tab(/^again-[0-9a-f]{8}\.run\.jsonc/).waitFor();
      await workbench.page.locator(".editor-instance").getByText("Where is my invoice?").first().waitFor();
      await workbench.screenshot("run-again-with-edits");
      const before = app.created.length;
      await workbench.runCommand("Dynamiq Runs: Run with This File");
      await expect.poll(() => app.created.length).toBe(before + 1);
      expect(app.created.at(-1)).toMatchObject({ input: invoice, user_id: "customer-7421" });
      await panel.locator(`html[data-run-id="${app.created.at(-1)?.run_id}"]`).waitFor({ state: "attached" });

      await more(workbench, "Compare with Selected");
      // Runs with the same name are distinguished by their ids.
      await workbench.tab(/^Where is my invoice\? \([0-9a-f]{8} ↔ [0-9a-f]{8}\)/).waitFor();
      const comparison = panel.getByRole("main", { name: "Comparison: Where is my invoice?" });
      await comparison.locator(".pair.chg ins").first().waitFor();
      await workbench.screenshot("runs-compared-panel");
    }),
  );
});

/** Takes an item of the panel's *More Actions*. */
async function more(workbench: Workbench, name: string): Promise<void> {
  const panel = workbench.panel();
  await panel.getByRole("button", { name: "More Actions…" }).click();
  await panel.getByRole("menuitem", { name }).click();
}
