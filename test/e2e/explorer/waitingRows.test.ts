import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { connect } from "../support/companion.ts";
import { groupCount, runRows, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { answersTo, badge, inputTitle, pressInline } from "../support/waiting.ts";

const refund = (customer: string) => ({ ticket_subject: `Refund for ${customer}`, amount: 620, customer_id: customer });
const size = { width: 1400, height: 900 };

test("input requests are answered from their rows: approved by ✓ and Enter, rejected with a reason, in an editor across a reload", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("waiting-rows", { size }, async (workbench) => {
      const { page, quickInput } = workbench;
      const approved = await createRunElsewhere(app, refund("customer-1"));
      const rejected = await createRunElsewhere(app, refund("customer-2"));
      const asked = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?", ask: "feedback" });
      await connect(workbench, app);
      await badge(workbench).getByText("3", { exact: true }).waitFor();

      // Where the focus is after a click on a row: the list must not take it back from what opens.
      await workbench.view("Runs").locator(".monaco-list").focus();
      await pressInline(workbench, "customer-1", "Approve Input Request", inputTitle(workbench, "Approve: "));
      await quickInput.row("amount: 620").waitFor();
      await page.keyboard.press("Enter");
      await runRows(workbench, "Refund for customer-1").filter({ hasText: "Approved · amount 620" }).waitFor();
      expect(await answersTo(app, approved)).toEqual([{ type: "approval", approved: true }]);
      await runRows(workbench, "Approve issuing a $620 refund to customer-1").waitFor({ state: "detached" });

      // What was typed is kept until it is sent.
      const reason = inputTitle(workbench, "Reject: Approve issuing a $620 refund to customer-2?");
      await pressInline(workbench, "customer-2", "Reject Input Request…", reason);
      await page.keyboard.type("No receipt.");
      await quickInput.cancel();
      expect(await answersTo(app, rejected)).toEqual([]);
      await pressInline(workbench, "customer-2", "Reject Input Request…", reason);
      await expect.poll(() => page.locator(".quick-input-box input").inputValue()).toBe("No receipt.");
      await page.keyboard.press("Enter");
      await runRows(workbench, "Refund for customer-2").filter({ hasText: "Rejected · No receipt." }).waitFor();
      expect(await answersTo(app, rejected)).toEqual([{ type: "approval", approved: false, feedback: "No receipt." }]);

      // The answered rows stay where they are until the person asks for what is new.
      await workbench.runCommand("Dynamiq: Refresh Runs");
      // Whoever right-clicks while groups come and go may be told to click again.
      await expect.poll(() => groupCount(workbench, "Completed")).toBe(2);
      await answerInEditor(workbench, app, asked);
    }),
  );
});

async function answerInEditor(workbench: Workbench, app: SampleApp, runId: string): Promise<void> {
  const { page, quickInput } = workbench;
  const tab = workbench.tab(`answer-${runId.slice(0, 8)}.md`);
  const row = runRows(workbench, "What tone should the reply have?");
  await takeFromMenu(workbench, row, "Answer Input Request in Editor");
  await tab.waitFor();
  const text = page.locator(".editor-instance .view-lines");
  await text.getByText("Saving keeps it as a draft").waitFor();
  await page.locator(".editor-instance .monaco-editor.focused").waitFor();
  await page.keyboard.type("Warm, please.");
  await text.getByText("Warm, please.").waitFor();
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => tab.getAttribute("class")).not.toContain("dirty");
  expect(await answersTo(app, runId)).toEqual([]);

  // Nobody opens the view in the next window: the badge counts what waits, and the bell in the status bar leads there.
  await workbench.openView("Explorer");
  await createRunElsewhere(app, refund("customer-3"));
  await workbench.reload();
  await badge(workbench).getByText("2", { exact: true }).waitFor();
  await page.locator('.statusbar-item[id$="dynamiqRuns.waitingRuns"]').click();
  await quickInput.waitForTitle("Waiting Runs");
  await quickInput.row("Approve issuing a $620 refund to customer-3?").waitFor();
  await quickInput.cancel();

  await text.getByText("Warm, please.").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" And short.");
  await text.getByText("Warm, please. And short.").waitFor();
  await page.locator(".editor-actions").getByRole("button", { name: "Send Answer" }).first().click();
  await page.locator(".statusbar").getByText("Answered: What tone should the reply have?").waitFor();
  await tab.waitFor({ state: "detached" });
  expect(await answersTo(app, runId)).toEqual([{ type: "human_feedback", feedback: "Warm, please. And short." }]);
  await badge(workbench).getByText("1", { exact: true }).waitFor();
}
