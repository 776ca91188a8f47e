import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { openGate, type TcpGate } from "../../harness/tcpGate.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection, stepButton } from "../support/connect.ts";
import { aged, group, isWhole, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { answersTo, approveInline, badge, inputTitle, pressInline, takeInline } from "../support/waiting.ts";

const refund = (customer: string) => ({
  ticket_subject: `Refund for ${customer}`,
  amount: 620,
  currency: "USD",
  customer_id: customer,
});
const question = { ticket_subject: "Where is my invoice?", ask: "feedback" };

test("input requests are answered from their rows: approved, rejected with a reason, two questions, in an editor across a reload, after a failure", async () => {
  await withSampleApp({}, async (app) => {
    await using gate = await openGate(app.url);
    await withUsedWorkbench("waiting-rows", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      await workbench.openView("Dynamiq Runs");
      const approved = await createRunElsewhere(app, refund("customer-1"));
      const rejected = await createRunElsewhere(app, refund("customer-2"));
      const asked = await createRunElsewhere(app, question);
      await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
      const twice = await createRunElsewhere(app, {
        ticket_subject: "Two at once",
        ask: "both",
        customer_id: "customer-9",
      });
      await badge(workbench).getByText("4", { exact: true }).waitFor();
      await runRows(workbench, "What should the reply say first?").waitFor();
      const first = runRows(workbench, "customer-1");
      expect(await first.locator(".label-name").textContent()).toMatch(/^\s*(now|\d+m)\s+Refund for…$/);
      const issuing = "Issuing a $620 refund to customer-1?";
      expect(await first.locator(".label-description").textContent()).toBe(issuing);
      // At the default width of the side bar, title and beginning of the question are in sight.
      const seen = first.locator(".monaco-icon-label-container");
      for (const part of ["Refund for…", "Issuing a $620"]) expect(await isWhole(seen, part)).toBe(true);
      await runRows(workbench, "customer-2").hover();
      await inThemes(workbench, "waiting-rows");

      const told = workbench.notification(
        "Approved: Approve issuing a $620 refund to customer-1? (amount 620, currency USD)",
      );
      await approveInline(workbench, "customer-1", told);
      expect(await answersTo(app, approved)).toEqual([{ type: "approval", approved: true }]);
      await runRows(workbench, "Issuing a $620 refund to customer-1").waitFor({ state: "detached" });

      const reason = inputTitle(workbench, "Reject: Approve issuing a $620 refund to customer-2?");
      await pressInline(workbench, "customer-2", "Reject Input Request…", reason);
      await quickInput.fill("No receipt.");
      await workbench.screenshot("waiting-reject");
      await quickInput.cancel();
      expect(await answersTo(app, rejected)).toEqual([]);
      await pressInline(workbench, "customer-2", "Reject Input Request…", reason);
      await expect.poll(() => workbench.page.locator(".quick-input-box input").inputValue()).toBe("No receipt.");
      await workbench.page.keyboard.press("Enter");
      await workbench.notification("Rejected: Approve issuing a $620 refund to customer-2? (No receipt.)").waitFor();
      expect(await answersTo(app, rejected)).toEqual([{ type: "approval", approved: false, feedback: "No receipt." }]);

      await answerTwo(workbench, app, twice);
      await answerQuestions(workbench, app, asked);
      await answerInEditor(workbench, app);
      await answerAfterFailure(workbench, app, gate);
      await badge(workbench).waitFor({ state: "hidden" });
      await workbench.runCommand("Dynamiq Runs: Refresh");
      await expect.poll(() => group(workbench, "Waiting for You").count()).toBe(0);
    });
  });
});

test("two clicks on the same spot never send two answers: an answered row stays, and one that has just moved only opens", async () => {
  const pauses = [50, 2_000];
  await withSampleApp({}, (app) =>
    withUsedWorkbench("second-click", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page, quickInput } = workbench;
      await workbench.openView("Dynamiq Runs");
      for (const customer of ["customer-1", "customer-2", "customer-3"])
        await createRunElsewhere(app, refund(customer));
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await badge(workbench).getByText("3", { exact: true }).waitFor();
      // New rows come last until the view is refreshed.
      await workbench.runCommand("Dynamiq Runs: Refresh");
      const rows = runRows(workbench, aged("Refund for"));
      const review = inputTitle(workbench, "Approve: ");
      await expect.poll(() => rows.count()).toBe(3);
      await rows.first().filter({ hasText: "customer-3" }).waitFor();
      await pressInline(workbench, /customer-3/, "Approve Input Request", review);
      await quickInput.cancel();
      // The button shows only while the pointer is over its row.
      await rows.first().hover();
      const button = await rows
        .first()
        .getByRole("button", { name: "Approve Input Request", exact: true })
        .boundingBox();
      if (!button) throw new Error("The row has no button.");
      const [x, y] = [button.x + button.width / 2, button.y + button.height / 2];

      for (const pause of pauses) {
        await page.mouse.click(x, y);
        await page.waitForTimeout(pause);
        await page.mouse.click(x, y);
        // It closes what the first one opened. A new review opens, unless the first one was still about to close.
        await page.waitForTimeout(1_000);
        expect(app.answers).toEqual([]);
        if (await review.isVisible()) await quickInput.cancel();
      }

      // On a slow machine the first click closes a review that the last pause has opened late.
      for (let left = 3; left > 0 && !(await review.isVisible()); left--) {
        await page.mouse.click(x, y);
        await review.waitFor({ timeout: 5_000 }).catch(() => undefined);
      }
      await review.waitFor();
      expect(app.answers).toEqual([]);
      for (const line of ["Approve issuing a $620 refund to customer-3?", "amount: 620", "currency: USD"]) {
        expect(await quickInput.row(line).count()).toBe(1);
      }
      await inThemes(workbench, "waiting-review");
      await page.keyboard.press("Enter");
      const answered = rows.filter({ hasText: "Approved · amount 620, currency USD" });
      for (const pause of pauses) {
        await page.waitForTimeout(pause);
        await page.mouse.click(x, y);
        // A slow window still closes the first one.
        await review.waitFor({ state: "detached" });
        await expect.poll(() => app.answers.length).toBe(1);
      }
      await answered.waitFor();
      await badge(workbench).getByText("2", { exact: true }).waitFor();
      await group(workbench, "Waiting for You").filter({ hasText: "2 · 1 answered" }).waitFor();
      await inThemes(workbench, "waiting-answered");

      // It leaves its place, and the next row comes under the pointer.
      await answered.waitFor({ state: "detached" });
      // The tree draws the rows that moved up.
      await page.waitForTimeout(300);
      await page.mouse.click(x, y);
      await workbench.tab(/^Refund for customer-2/).waitFor();
      expect(await review.count()).toBe(0);
      expect(app.answers).toHaveLength(1);
      await pressInline(workbench, "customer-2", "Approve Input Request", review);
      await page.keyboard.press("Enter");
      await expect.poll(() => app.answers.length).toBe(2);
    }),
  );
});

/** A run with two input requests has a row for each; the last one is in the run's own row. */
async function answerTwo(workbench: Workbench, app: SampleApp, runId: string): Promise<void> {
  const { quickInput, page } = workbench;
  const run = runRows(workbench, aged("Two at once")).and(page.locator("[aria-expanded=true]"));
  await run.waitFor();
  expect(await run.locator(".label-description").textContent()).toBe("2 input requests");
  const told = workbench.notification(
    "Approved: Give customer-9 a discount on the next invoice? (percent 20, months 3, code SORRY)",
  );
  await approveInline(workbench, "Give customer-9 a discount", told);
  await run.waitFor({ state: "detached" });
  expect(await runRows(workbench, "What should the reply say first?").getAttribute("aria-level")).toBe("2");
  await pressInline(
    workbench,
    "What should the reply say first?",
    "Answer Input Request…",
    inputTitle(workbench, "What should the reply say first?"),
  );
  await quickInput.fill("Sorry.");
  await quickInput.cancel();
  await pressInline(
    workbench,
    "What should the reply say first?",
    "Answer Input Request…",
    inputTitle(workbench, "What should the reply say first?"),
  );
  await expect.poll(() => page.locator(".quick-input-box input").inputValue()).toBe("Sorry.");
  await page.keyboard.press("Enter");
  await page.locator(".statusbar").getByText("Answered: What should the reply say first?").waitFor();
  expect(await answersTo(app, runId)).toEqual([
    { type: "approval", approved: true },
    { type: "human_feedback", feedback: "Sorry." },
  ]);
}

/** Goes through the two questions, once back, and once away and back again: the choices are still there. */
async function answerQuestions(workbench: Workbench, app: SampleApp, runId: string): Promise<void> {
  const { quickInput, page } = workbench;
  const tone = /^Tone: What tone should the reply have\? \(1\/2\)/;
  const offers = /^Offers: What may the reply offer\? \(2\/2\)/;
  await pressInline(
    workbench,
    "What tone should the reply have?",
    "Answer Input Request…",
    inputTitle(workbench, tone),
  );
  await page.getByText("Facts first, no apology").waitFor();
  await workbench.screenshot("waiting-question");
  await quickInput.pick("Other Answer…");
  await page.getByText("Your own answer").waitFor();
  await quickInput.fill("Like a friend");
  await stepButton(workbench, "Back").click();
  await page.getByText("Like a friend").waitFor();
  await quickInput.pick("Neutral");
  await quickInput.waitForTitle(offers);
  await stepButton(workbench, "Back").click();
  await quickInput.waitForTitle(tone);
  await quickInput.pick("Formal");
  await quickInput.waitForTitle(offers);
  await quickInput.pick("Call back");
  await workbench.screenshot("waiting-questions");
  await quickInput.cancel();
  expect(await answersTo(app, runId)).toEqual([]);

  await pressInline(
    workbench,
    "What tone should the reply have?",
    "Answer Input Request…",
    inputTitle(workbench, tone),
  );
  await expect.poll(() => quickInput.row("Formal").getAttribute("class")).toContain("focused");
  await page.keyboard.press("Enter");
  await quickInput.waitForTitle(offers);
  await expect.poll(() => quickInput.row("Call back").getByRole("checkbox").isChecked()).toBe(true);
  await quickInput.pick("Free month");
  await page.keyboard.press("Enter");
  await page.locator(".statusbar").getByText("Answered: What tone should the reply have?").waitFor();
  const [answer] = await answersTo(app, runId);
  expect(answer?.["answers"]).toEqual([
    { question_id: "tone", selected: ["Formal"] },
    { question_id: "offers", selected: ["Free month", "Call back"] },
  ]);
}

async function answerInEditor(workbench: Workbench, app: SampleApp): Promise<void> {
  const { page } = workbench;
  const runId = await createRunElsewhere(app, question);
  const tab = workbench.tab(`answer-${runId.slice(0, 8)}.md`);
  await workbench.runCommand("Dynamiq Runs: Refresh");
  // The row of the question before still says what was answered.
  await takeInline(
    workbench,
    /^(?!.*Answered).*What tone should the reply have\?/,
    "Answer Input Request in Editor",
    tab,
  );
  const text = page.locator(".editor-instance .view-lines");
  await text.getByText("Saving keeps it as a draft").waitFor();
  await page.keyboard.type("Warm, please.");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => tab.getAttribute("class")).not.toContain("dirty");
  await inThemes(workbench, "waiting-editor");
  expect(await answersTo(app, runId)).toEqual([]);

  // Nobody opens the view in the next window: the badge counts what waits, and the bell in the status bar leads there.
  await workbench.openView("Explorer");
  await createRunElsewhere(app, refund("customer-3"));
  await workbench.reload();
  await badge(workbench).getByText("2", { exact: true }).waitFor();
  await page.locator('.statusbar-item[id$="dynamiqRuns.waitingRuns"]').click();
  await workbench.quickInput.waitForTitle("Waiting for You");
  expect(await workbench.quickInput.row("Approve issuing a $620 refund to customer-3?").count()).toBe(1);
  await workbench.quickInput.cancel();

  await text.getByText("Warm, please.").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" And short.");
  await text.getByText("Warm, please. And short.").waitFor();
  await page.locator(".editor-actions").getByRole("button", { name: "Send Answer" }).first().click();
  await page.locator(".statusbar").getByText("Answered: What tone should the reply have?").waitFor();
  await tab.waitFor({ state: "detached" });
  expect(await answersTo(app, runId)).toEqual([{ type: "human_feedback", feedback: "Warm, please. And short." }]);
}

/** The row of an answer that wasn't sent says why, until it is sent. */
async function answerAfterFailure(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const before = app.answers.length;
  await workbench.openView("Dynamiq Runs");
  await runRows(workbench, "customer-3").waitFor();
  await gate.cut();
  const unsent = runRows(workbench, /Not sent: |The answer may not have arrived/).filter({ hasText: "Refund for" });
  await approveInline(workbench, "customer-3", unsent);
  expect(app.answers).toHaveLength(before);
  await workbench.screenshot("waiting-unsent");
  await gate.mend();
  await approveInline(workbench, "customer-3", runRows(workbench, "Approved · amount 620, currency USD"));
  expect(app.answers).toHaveLength(before + 1);
}
