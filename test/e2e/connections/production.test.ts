import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { filterLine, isWhole, narrow, runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { approveInline, badge, reach } from "../support/waiting.ts";

const question = /Run on Support Triage\? It is marked as production\./;

test("production is marked everywhere, and nothing is sent there without a confirmation", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("production", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      const panel = workbench.panel();
      const mark = panel.getByTitle("This connection is marked as production");
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await statusBar(workbench, "Support Triage").waitFor();
      expect(await warns(workbench)).toBe(false);

      await markAs(workbench, "Support Triage", "Production: confirm every run, cancel and answer");
      await title(workbench, "Runs (Support Triage, production)");
      await statusBar(workbench, "Support Triage, production").waitFor();
      expect(await warns(workbench)).toBe(true);

      await run(workbench, "Run with This File");
      await workbench.page.locator(".monaco-dialog-box", { hasText: question }).waitFor();
      await workbench.screenshot("production-question");
      await workbench.answerDialog(/approval\.run\.json\s*127\.0\.0\.1/, "Cancel");
      expect(app.created).toEqual([]);
      await run(workbench, "Run with This File");
      await workbench.answerDialog(question, "Run");
      await panel.locator('html[data-run-status="awaiting_input"]').waitFor({ state: "attached" });
      expect(app.created).toHaveLength(1);

      await mark.waitFor();
      await workbench.openView("Dynamiq Runs");
      await runRows(workbench, "Issuing a $620 refund").waitFor();
      await badge(workbench).getByText("1", { exact: true }).waitFor();
      const inWords = /^Support Triage \(127\.0\.0\.1:\d+\), marked as production: 1 run waits for an answer\./;
      expect(await workbench.page.getByRole("button", { name: inWords }).count()).toBe(1);
      const asks = workbench.page.locator(".monaco-dialog-box", {
        hasText: "Answer on Support Triage? It is marked as production.",
      });
      await approveInline(workbench, "Issuing a $620 refund", asks);
      await workbench.answerDialog("amount 620, currency USD", "Don't Send");
      expect(app.requests.some(({ path }) => path.endsWith("/input"))).toBe(false);
      await inThemes(workbench, "production");

      // In a narrow view the mark is whole, and the title begins beside the buttons. Approving shows the rest first.
      await narrow(workbench, 220);
      const row = runRows(workbench, "Issuing a $620 refund");
      await row.hover();
      await row.getByRole("button", { name: "Approve Input Request", exact: true }).waitFor();
      expect(await isWhole(filterLine(workbench), "Production")).toBe(true);
      expect(await isWhole(row.locator(".monaco-icon-label-container"), "Refund")).toBe(true);
      await inThemes(workbench, "production-narrow");

      const approve = panel.getByRole("button", { name: "Approve", exact: true });
      const answering =
        /Answer on Support Triage\? It is marked as production\..*Approve issuing a \$620 refund.*amount 620, currency USD/s;
      // A click may miss while the panel changes to another theme.
      await reach(workbench, workbench.page.locator(".monaco-dialog-box", { hasText: answering }), () =>
        approve.click(),
      );
      await workbench.answerDialog(answering, "Don't Send");
      expect(app.answers).toEqual([]);

      const cancel = panel.getByRole("button", { name: "Cancel", exact: true });
      await cancel.click();
      await workbench.answerDialog(/Cancel “.+”\?.*Support Triage is marked as production\./, "Keep Running");
      expect(app.requests.some(({ path }) => path.endsWith("/cancel"))).toBe(false);

      await workbench.runCommand("Dynamiq Runs: Rename Connection…");
      await quickInput.pick("Support Triage");
      await quickInput.waitForTitle("Rename Support Triage");
      await quickInput.enter("Triage");
      await panel.getByText("Triage", { exact: true }).waitFor();
      await title(workbench, "Runs (Triage, production)");

      await markAs(workbench, "Triage", "Production: don't confirm");
      await run(workbench, "Run with This File in Background");
      await workbench.notification(/The run “.+” was created\./).waitFor();
      expect(app.created).toHaveLength(2);
      await mark.waitFor();
      expect(await warns(workbench)).toBe(true);
      await cancel.click();
      await workbench.answerDialog(/Cancel “.+”\?/, "Cancel Run");
      await panel.locator('html[data-run-status="canceled"]').waitFor({ state: "attached" });

      await markAs(workbench, "Triage", "Not production");
      await mark.waitFor({ state: "detached" });
      await title(workbench, "Runs (Triage)");
      expect(await warns(workbench)).toBe(false);

      await statusBar(workbench, "Triage").click();
      await quickInput.waitForTitle("Switch Connection");
      await quickInput.cancel();
    }),
  );
});

async function markAs(workbench: Workbench, name: string, choice: string): Promise<void> {
  await workbench.runCommand("Dynamiq Runs: Mark as Production…");
  await workbench.quickInput.waitForTitle("Mark which connection as production?");
  await workbench.quickInput.pick(name);
  await workbench.quickInput.waitForTitle(`Is ${name} production?`);
  await workbench.quickInput.pick(choice);
}

async function run(workbench: Workbench, menuItem: string): Promise<void> {
  await workbench.openView("Explorer");
  await workbench.explorer.contextMenu("approval.run.json", menuItem);
}

/** The item of the active connection in the status bar. */
function statusBar(workbench: Workbench, text: string) {
  return workbench.page.locator(".statusbar-item", { hasText: text });
}

async function warns(workbench: Workbench): Promise<boolean> {
  return await statusBar(workbench, "Triage").evaluate((item) => item.classList.contains("warning-kind"));
}

async function title(workbench: Workbench, text: string): Promise<void> {
  await workbench.openView("Dynamiq Runs");
  await workbench.view("Runs").getByText(text, { exact: true }).first().waitFor({ state: "attached" });
}
