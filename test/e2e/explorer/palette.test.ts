import { expect, test } from "vitest";
import { connect } from "../support/companion.ts";
import { group, groupCount, openGroup, runRows, selectRuns, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const titles = ["Where is my invoice?", "Where is my parcel?", "Which plan is mine?"];

test("commands of runs take the selected rows, ask before they start them, and offer runs where no row is in sight", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("palette", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page, quickInput } = workbench;
      for (const ticket_subject of titles) await createRunElsewhere(app, { ticket_subject });
      await createRunElsewhere(app, { ticket_subject: "Refund", amount: 620 });
      await connect(workbench, app);
      await openGroup(workbench, "Completed");
      await group(workbench, "Waiting for You").waitFor();
      // A row that moves to another group is no longer selected.
      await expect.poll(() => groupCount(workbench, "Completed")).toBe(titles.length);

      await selectRuns(workbench, /Which plan is mine\?/);
      await workbench.runCommand("View: Close All Editors");
      await workbench.runCommand("Dynamiq: Run Again");
      await workbench.answerDialog("Run “Which plan is mine?” again?", "Cancel");
      expect(app.created).toHaveLength(4);

      await selectRuns(workbench, ...titles.map((title) => new RegExp(title.replace("?", "\\?"))));
      await workbench.runCommand("View: Close All Editors");
      await runRows(workbench, titles[0]!).click({ button: "right" });
      const menu = page.locator(".context-view .monaco-menu");
      await menu.getByRole("menuitem", { name: "Copy Run ID" }).waitFor();
      expect(await menu.getByRole("menuitem", { name: "Cancel Run…" }).count()).toBe(0);
      await page.keyboard.press("Escape");
      await takeFromMenu(workbench, runRows(workbench, titles[0]!), "Run Again");
      await workbench.answerDialog("Run 3 runs again on Support Triage?", "Run 3 Runs Again");
      await expect.poll(() => app.created.length).toBe(7);

      await workbench.openView("Explorer");
      await workbench.runCommand("Dynamiq: Cancel Run…");
      await quickInput.waitForTitle("Cancel Run");
      await quickInput.pick("Refund");
      await workbench.answerDialog("Cancel “Refund”?", "Keep Running");
    }),
  );
});
