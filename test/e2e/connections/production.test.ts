import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { badge, inputTitle, pressInline } from "../support/waiting.ts";

const question = /Run .+ on Support Triage, which is marked as production\?/;

test("production is marked everywhere, and nothing is sent there without a confirmation", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("production", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      const panel = workbench.panel();
      const mark = panel.getByTitle("This connection is marked as production");
      await connect(workbench, app);
      await statusBar(workbench, "Support Triage").waitFor();
      expect(await warns(workbench)).toBe(false);

      await markAs(workbench, "Production: confirm every run, cancellation and answer");
      await title(workbench, "Runs (Support Triage, production)");
      await statusBar(workbench, "Support Triage, production").waitFor();
      expect(await warns(workbench)).toBe(true);

      await run(workbench);
      await workbench.answerDialog(
        /Run approval\.run\.json on Support Triage, which is marked as production\?\s*127\.0\.0\.1/,
        "Cancel",
      );
      expect(app.created).toEqual([]);
      await run(workbench);
      await workbench.answerDialog(question, "Run");
      await panel.locator('html[data-run-status="awaiting_input"]').waitFor({ state: "attached" });
      expect(app.created).toHaveLength(1);

      await mark.waitFor();
      await workbench.openView("Dynamiq");
      await runRows(workbench, "Approve issuing a $620 refund").waitFor();
      await badge(workbench).getByText("1", { exact: true }).waitFor();
      const inWords = /^Support Triage \(127\.0\.0\.1:\d+\), marked as production: 1 run waits for an answer\./;
      await expect.poll(() => workbench.page.getByRole("button", { name: inWords }).count()).toBe(1);
      const review = inputTitle(workbench, "Approve: ");
      await pressInline(workbench, "Approve issuing a $620 refund", "Approve Input Request", review);
      await quickInput.pick("Approve");
      await workbench.answerDialog(/Answer: approved.*amount: 620.*currency: "USD"/s, "Don't Send");
      expect(app.requests.some(({ path }) => path.endsWith("/input"))).toBe(false);

      const approve = panel.getByRole("button", { name: "Approve", exact: true });
      const answering =
        /Approve “.+” on Support Triage, which is marked as production\?.*Approve issuing a \$620 refund.*amount: 620.*currency: "USD"/s;
      // A click of a pointer that hasn't moved in the panel since the dialog counts as the dialog's.
      await approve.hover({ position: { x: 5, y: 5 } });
      await approve.click();
      await workbench.answerDialog(answering, "Don't Send");
      expect(app.answers).toEqual([]);

      const cancel = panel.getByRole("button", { name: "Cancel", exact: true });
      await cancel.click();
      await workbench.answerDialog(/Cancel “.+”\?.*Support Triage is marked as production\./, "Keep Running");
      expect(app.requests.some(({ path }) => path.endsWith("/cancel"))).toBe(false);

      // The dialog gives the focus back to the panel, which may be late and would close the next question.
      await workbench.runCommand("Dynamiq: Focus on Runs View");
      await workbench.view("Runs").locator(".monaco-list:focus-within").waitFor();
      await markAs(workbench, "Not production");
      await mark.waitFor({ state: "detached" });
      await title(workbench, "Runs (Support Triage)");
      await expect.poll(() => warns(workbench)).toBe(false);

      await statusBar(workbench, "Support Triage").click();
      await quickInput.waitForTitle("Switch Connection");
      await quickInput.cancel();
    }),
  );
});

async function markAs(workbench: Workbench, choice: string): Promise<void> {
  await workbench.runCommand("Dynamiq: Manage Connection…");
  await workbench.quickInput.pick("Mark as Production…");
  await workbench.quickInput.waitForTitle("Is Support Triage production?");
  await workbench.quickInput.pick(choice);
}

async function run(workbench: Workbench): Promise<void> {
  await workbench.openView("Explorer");
  await workbench.explorer.contextMenu("approval.run.json", "Run with This File");
}

/** The item of the active connection in the status bar. */
function statusBar(workbench: Workbench, text: string) {
  return workbench.page.locator(".statusbar-item", { hasText: text });
}

async function warns(workbench: Workbench): Promise<boolean> {
  return await statusBar(workbench, "Support Triage").evaluate((item) => item.classList.contains("warning-kind"));
}

async function title(workbench: Workbench, text: string): Promise<void> {
  await workbench.openView("Dynamiq");
  await workbench.view("Runs").getByText(text, { exact: true }).first().waitFor({ state: "attached" });
}
