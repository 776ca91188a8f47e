import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { openGate, type TcpGate } from "../../harness/tcpGate.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const refund = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };
const complaint = (ask: string) => ({ ticket_subject: "Complaint", ask });

test("input requests are answered beside the story: drafts arrive, and answers are shown there", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("answer-forms", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const panel = workbench.panel();
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await approveWithEdit(workbench, app);

      await openRun(workbench, app, refund);
      await panel.getByRole("button", { name: "Reject…" }).click();
      await panel.getByRole("textbox", { name: "Reason" }).fill("No receipt, no refund");
      await panel.getByRole("button", { name: "Reject", exact: true }).click();
      await status(workbench, "completed");
      expect(app.answers.at(-1)).toMatchObject({
        type: "approval",
        data: { approved: false, feedback: "No receipt, no refund" },
      });
      await panel.getByText("Rejected by you").waitFor();

      await openRun(workbench, app, complaint("text"));
      const answer = panel.getByRole("textbox", { name: "Answer" });
      await answer.fill("In one sentence,\nand plainly");
      await answer.press("Control+Enter");
      await status(workbench, "completed");
      expect(app.answers.at(-1)).toMatchObject({
        type: "human_feedback",
        data: { feedback: "In one sentence,\nand plainly" },
      });

      await openRun(workbench, app, complaint("feedback"));
      await panel.getByRole("radio", { name: "Formal" }).check();
      await panel.getByRole("checkbox", { name: "Call back" }).check();
      await panel.getByText("2 of 2 chosen").waitFor();
      await panel.getByRole("button", { name: "Send Answer" }).click();
      await status(workbench, "completed");
      const chosen = [
        { question_id: "tone", selected: ["Formal"] },
        { question_id: "offers", selected: ["Call back"] },
      ];
      const feedback = "Q: What tone should the reply have? -> A: Formal\nQ: What may the reply offer? -> A: Call back";
      expect(app.answers.at(-1)?.data).toMatchObject({ answers: chosen, feedback });
      await panel.getByText(/Formal, Call back, answered here at/).waitFor();

      await answerBoth(workbench, app);
      await openLiveBrowser(workbench, app);
    }),
  );
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
  const audit =
    /“Approve issuing a \$620 refund to customer-7421\?”, amount 480, answered here at \d\d:\d\d:\d\d after/;
  await panel.getByText(audit).waitFor();
  await panel.getByRole("complementary", { name: "Outline" }).waitFor();
  await workbench.reload();
  // The story opens at its result, and what is far above it isn't drawn.
  await panel.getByRole("log", { name: "Story" }).press("Control+f");
  await panel.getByRole("textbox", { name: "Find in story" }).fill("answered here at");
  await panel.getByRole("textbox", { name: "Find in story" }).press("Enter");
  await panel.getByText(audit).waitFor();
  await workbench.screenshot("answer-forms-audit");
}

/** The browser that an agent hands over opens outside the editor, by the panel's button and by the command. */
async function openLiveBrowser(workbench: Workbench, app: SampleApp): Promise<void> {
  const context = workbench.page.context();
  await context.route("https://live.example.com/**", (route) => route.fulfill({ body: "Sign in" }));
  await openRun(workbench, app, { ticket_subject: "Return label", play: "takeover" });
  const button = workbench.panel().getByRole("button", { name: "Open Live View" });
  const ways = [() => button.click(), () => workbench.runCommand("Dynamiq Runs: Open Live View")];
  const addresses: string[] = [];
  for (const open of ways) {
    const opened = context.waitForEvent("page");
    await open();
    await workbench.answerDialog("live.example.com", "Open");
    const page = await opened;
    await page.waitForURL("https://live.example.com/**");
    addresses.push(page.url());
    await page.close();
  }
  expect(addresses[0]).toMatch(/^https:\/\/live\.example\.com\/sessions\/[0-9a-f]{12}$/);
  expect(addresses[1]).toBe(addresses[0]);
}

/** Two wait at once: each has its own form, and the other one stays when the first is sent. */
async function answerBoth(workbench: Workbench, app: SampleApp): Promise<void> {
  const panel = workbench.panel();
  const before = app.answers.length;
  await openRun(workbench, app, complaint("both"));
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

test("a draft survives a failed send, a reload and a canceled run, and is sent once", async () => {
  await withSampleApp({}, async (app) => {
    await using gate = await openGate(app.url);
    await withUsedWorkbench("answer-failures", { size: { width: 1000, height: 800 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
      await serverDown(workbench, app, gate);
      await canceledMeanwhile(workbench, app, gate);
      expect(app.answers).toHaveLength(1);
    });
  });
});

async function serverDown(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const panel = workbench.panel();
  await openRun(workbench, app, refund);
  await panel.getByRole("textbox", { name: "amount" }).fill("480");
  await gate.cut();
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await panel.getByRole("button", { name: "Send Again" }).waitFor();
  await panel.getByRole("alert").filter({ hasText: "No server is listening at" }).waitFor();
  expect(app.answers).toEqual([]);
  await workbench.screenshot("answer-failures-down");
  await workbench.reload();
  await gate.mend();
  const amount = panel.getByRole("textbox", { name: "amount" });
  await amount.waitFor({ timeout: 60_000 });
  expect(await amount.inputValue()).toBe("480");
  await panel.getByText("Draft kept").waitFor();
  await panel.getByRole("button", { name: "Approve with 1 Change" }).click();
  await status(workbench, "completed");
  expect(app.answers).toMatchObject([{ data: { approved: true, params: { amount: 480 } } }]);
}

/** Canceled while the person can't see it: the answer comes too late, and they learn why. */
async function canceledMeanwhile(workbench: Workbench, app: SampleApp, gate: TcpGate): Promise<void> {
  const panel = workbench.panel();
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
