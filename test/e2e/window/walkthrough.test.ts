import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { aged, clickRow, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";

const refund = { ticket_subject: "Refund over $500", amount: 620, currency: "USD" };

test("a step of the walkthrough is ticked once a person has done it, and not by its command alone", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("walkthrough", {}, async (workbench) => {
      const { quickInput } = workbench;
      await createRunElsewhere(app, refund);
      await openWalkthrough(workbench);
      const step = (title: string) => stepOf(workbench, title);
      const [connected, clicked, answered] = [
        step("Connect an app"),
        step("See what it does"),
        step("Answer an agent"),
      ];
      const [started, found] = [step("Start a run from a file"), step("Find the run you want")];
      for (const each of [connected, clicked, answered, started, found]) await each.open.waitFor();

      await workbench.runCommand("Dynamiq: Add Connection…");
      await quickInput.waitForTitle("Add Connection (1/3)");
      await quickInput.cancel();
      expect(await connected.done.count()).toBe(0);
      await connect(workbench, app);
      await workbench.openView("Dynamiq");
      await connected.done.waitFor();
      await clicked.open.waitFor();

      const refundRow = runRows(workbench, aged("Refund over $500"));
      await clickRow(refundRow);
      const approve = workbench.panel().getByRole("button", { name: "Approve", exact: true });
      await approve.waitFor();
      await openWalkthrough(workbench);
      await clicked.done.waitFor();
      await answered.open.waitFor();

      // The page of the walkthrough has taken the place of the preview.
      await refundRow.click();
      await approve.click();
      await workbench.panel().getByText("Approved by you").first().waitFor();
      await openWalkthrough(workbench);
      await answered.done.waitFor();
      for (const each of [started, found]) await each.open.waitFor();

      await workbench.runCommand("Dynamiq: Filter Runs…");
      await quickInput.waitForTitle("Filter Runs");
      await quickInput.cancel();
      expect(await found.done.count()).toBe(0);
      await workbench.runCommand("Dynamiq: Filter Runs…");
      await quickInput.waitForTitle("Filter Runs");
      await quickInput.enter("status:failed");
      await found.done.waitFor();

      await workbench.openView("Explorer");
      await workbench.explorer.contextMenu("ticket.json", "Run with This File");
      await workbench.panel().locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      await openWalkthrough(workbench);
      await started.done.waitFor();
    }),
  );
});

/** Opens it, or shows it where it was. */
async function openWalkthrough(workbench: Workbench): Promise<void> {
  await workbench.runCommand("Welcome: Open Walkthrough...");
  await workbench.quickInput.fill("Get Started with Dynamiq Runs");
  await workbench.quickInput.pick("Get Started with Dynamiq Runs");
  await stepOf(workbench, "Connect an app").row.waitFor();
}

/** A step, and its mark while it is open and once it is done. */
function stepOf(workbench: Workbench, title: string) {
  const row = workbench.page.locator(".getting-started-step", { hasText: title });
  const mark = row.locator(".codicon[data-done-step-id]");
  return { row, done: mark.and(row.locator(".complete")), open: mark.and(row.locator(":not(.complete)")) };
}
