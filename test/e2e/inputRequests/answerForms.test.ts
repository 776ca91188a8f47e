import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { openGate, type TcpGate } from "../../harness/tcpGate.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const refund = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };

test("input requests are answered beside the story, and a draft survives a failed send, a reload and a canceled run", async () => {
  await withSampleApp({}, async (app) => {
    await using gate = await openGate(app.url);
    await withUsedWorkbench("answer-forms", { size: { width: 1400, height: 900 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
      await approveWithEdit(workbench, app);
      await answerBoth(workbench, app);
      await openLiveBrowser(workbench, app);
      await serverDown(workbench, app, gate);
      await canceledMeanwhile(workbench, app, gate);
    });
  });
});

async function approveWithEdit(workbench: Workbench, app: SampleApp): Promise<void> {
  const panel = workbench.panel();
  await openRun(workbench, app, refund);
  await panel.getByRole("textbox", { name: "amount" }).fill("480");
  await panel.getByText("was 620").waitFor();
  await inThemes(workbench, "answer-forms-approval");
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await status(workbench, "completed");
  expect(app.answers).toMatchObject([{ type: "approval", data: { approved: true, params: { amount: 480 } } }]);
  await panel.getByText("Approved by you").waitFor();
  await panel.getByText(audit).waitFor();
  await panel.getByRole("complementary", { name: "Outline" }).waitFor();
}

const audit = /“Approve issuing a \$620 refund to customer-7421\?”, amount 480, answered here at \d\d:\d\d:\d\d after/;

/** The browser that an agent hands over opens outside the editor, once VS Code has asked. */
async function openLiveBrowser(workbench: Workbench, app: SampleApp): Promise<void> {
  const context = workbench.page.context();
  await context.route("https://live.example.com/**", (route) => route.fulfill({ body: "Sign in" }));
  await openRun(workbench, app, { ticket_subject: "Return label", play: "takeover" });
  const opened = context.waitForEvent("page");
  await workbench.panel().getByRole("button", { name: "Open Live View" }).click();
  await workbench.answerDialog("live.example.com", "Open");
  const page = await opened;
  await page.waitForURL(/^https:\/\/live\.example\.com\/sessions\/[0-9a-f]{12}$/);
  await page.close();
}

/** Two wait at once: each has its own form, and the other one stays when the first is sent. */
async function answerBoth(workbench: Workbench, app: SampleApp): Promise<void> {
  const panel = workbench.panel();
  const before = app.answers.length;
  await openRun(workbench, app, { ticket_subject: "Complaint", ask: "both" });
  await panel.getByRole("textbox", { name: "Answer" }).fill("Sorry");
  await panel.getByRole("textbox", { name: "percent" }).fill("10");
  await inThemes(workbench, "answer-forms-both");
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await panel.getByRole("region", { name: "Approved by you" }).waitFor();
  expect(app.answers.slice(before)).toMatchObject([{ type: "approval", data: { params: { percent: 10, months: 3 } } }]);
  expect(await panel.getByRole("textbox", { name: "Answer" }).inputValue()).toBe("Sorry");
  await panel.getByRole("button", { name: "Send Answer" }).click();
  await status(workbench, "completed");
  expect(app.answers.slice(before + 1)).toMatchObject([{ type: "human_feedback", data: { feedback: "Sorry" } }]);
}

/** The next window has the draft, and knows what was answered in the one before. */
async function serverDown(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const panel = workbench.panel();
  const before = app.answers.length;
  await openRun(workbench, app, refund);
  await panel.getByRole("textbox", { name: "amount" }).fill("480");
  await gate.cut();
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await panel.getByRole("button", { name: "Send Again" }).waitFor();
  await panel.getByRole("alert").filter({ hasText: "No server is listening at" }).waitFor();
  expect(app.answers).toHaveLength(before);
  await workbench.screenshot("answer-failures-down");
  await workbench.reload();
  await gate.mend();
  const amount = panel.getByRole("textbox", { name: "amount" });
  await amount.waitFor({ timeout: 60_000 });
  expect(await amount.inputValue()).toBe("480");
  await panel.getByText("Draft kept").waitFor();
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await status(workbench, "completed");
  expect(app.answers.slice(before)).toMatchObject([{ data: { approved: true, params: { amount: 480 } } }]);

  await workbench.tab("Charged twice").first().click();
  // The story opens at its result, and what is far above it isn't drawn.
  await panel.getByRole("log", { name: "Story" }).press("Control+f");
  await panel.getByRole("textbox", { name: "Find in story" }).fill("answered here at");
  await panel.getByRole("textbox", { name: "Find in story" }).press("Enter");
  await panel.getByText(audit).waitFor();
  await workbench.screenshot("answer-forms-audit");
}

/** Canceled while the person can't see it: the answer comes too late, and they learn why. */
async function canceledMeanwhile(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const panel = workbench.panel();
  const before = app.answers.length;
  const runId = await openRun(workbench, app, refund);
  await panel.getByRole("textbox", { name: "amount" }).fill("490");
  await gate.cut();
  await cancelElsewhere(app, runId);
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await panel.getByRole("button", { name: "Send Again" }).waitFor();
  await gate.mend();
  // The panel comes back by itself, too: whichever is first finds out.
  await panel
    .getByRole("button", { name: "Send Again" })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await panel
    .getByRole("region", { name: "No longer waiting" })
    .getByText(/The run was canceled at/)
    .waitFor({ timeout: 60_000 });
  expect(await panel.getByText("amount: 490").count()).toBe(1);
  await workbench.screenshot("answer-failures-canceled");
  await panel.getByRole("button", { name: "Discard Draft" }).click();
  await panel.getByRole("region", { name: "No longer waiting" }).waitFor({ state: "detached" });
  expect(app.answers).toHaveLength(before);
}

/** Creates a run elsewhere and opens its panel once it waits. @returns its id */
async function openRun(workbench: Workbench, app: SampleApp, input: Record<string, unknown>): Promise<string> {
  const runId = await createRunElsewhere(app, input);
  await workbench.runCommand("Dynamiq Runs: Open Run…");
  await workbench.quickInput.waitForTitle("Open Run");
  await workbench.quickInput.enter(runId);
  const waits = `html[data-run-id="${runId}"][data-run-status="awaiting_input"]`;
  await workbench.panel().locator(waits).waitFor({ state: "attached" });
  await workbench.panel().getByRole("complementary", { name: "Waiting for you" }).waitFor();
  return runId;
}

async function status(workbench: Workbench, word: string): Promise<void> {
  await workbench.panel().locator(`html[data-run-status="${word}"]`).waitFor({ state: "attached" });
}

async function cancelElsewhere(app: SampleApp, runId: string): Promise<void> {
  const headers = { authorization: `Bearer ${app.accessKey}` };
  const answer = await fetch(`${app.url}/v1/runs/${runId}/cancel`, { method: "POST", headers });
  if (!answer.ok) throw new Error(`The sample app answered ${answer.status}`);
}
