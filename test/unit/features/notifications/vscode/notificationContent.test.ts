import { describe, expect, test } from "vitest";
import type { InputRequest, Run } from "#api/schemas.ts";
import { ToldApart } from "#features/notifications/core/toldApart.ts";
import {
  endNotification,
  inputRequestNotification,
  otherwiseNotification,
} from "#features/notifications/vscode/notificationContent.ts";
import { aRun } from "../../../../support/fakeApi.ts";

const approval: InputRequest = { id: "q", type: "approval_request", prompt: "Approve a $620 refund?" };
const asks = (runId: string, request: InputRequest = approval, connectionName = "Support Triage") => ({
  connectionId: connectionName,
  connectionName,
  run: { ...aRun(runId, "awaiting_input"), input: { title: "Refund" }, input_requests: [request] },
  request,
});

const about = (requests: Parameters<typeof inputRequestNotification>[0], told = new ToldApart()) =>
  inputRequestNotification(requests, told);
const aboutEnd = (runs: Parameters<typeof endNotification>[0], told = new ToldApart()) => endNotification(runs, told);

test("the warning of the other decision names the run, also one that was never read", () => {
  const told = new ToldApart();
  const read = otherwiseNotification(asks("1"), told, false);
  expect(read).toMatch(/^Support Triage: Refund – The app reports “rejected”, but you approved the request\./);
  expect(otherwiseNotification(asks("2"), told, false)).toContain("Refund (2) – The app");
  const run: Run = { id: "8c2c8e2e-1234", status: "unknown" };
  const unread = otherwiseNotification({ connectionName: "Support Triage", run }, told, true);
  expect(unread).toMatch(/^Support Triage: Run 8c2c8e2e – The app reports “approved”/);
});

describe("a notification about input requests", () => {
  test("shows the prompt of one, with its actions", () => {
    expect(about([asks("1")])).toEqual({
      text: "Support Triage: Refund – Approve a $620 refund?",
      buttons: ["Approve", "Reject", "Open Run"],
    });
    const params = { amount: 620, currency: "USD" };
    expect(about([asks("1", { ...approval, params })]).text).toBe(
      "Support Triage: Refund – Approve a $620 refund? (amount 620, currency USD)",
    );
    expect(about([asks("1", { id: "q", type: "something_new", prompt: "Which\n tone?" })])).toEqual({
      text: "Support Triage: Refund – Which tone?",
      buttons: ["Answer", "Open Run"],
    });
    expect(about([asks("1", { id: "q" })]).text).toBe("Support Triage: Refund waits for you");
  });

  test.each([
    ["a long prompt", { prompt: `Approve ${"x ".repeat(200)}?` }],
    ["a long value", { params: { amount: 620, note: "x".repeat(41) } }],
    [
      "many values",
      { params: Object.fromEntries(["a", "b", "c", "d", "e", "f", "g"].map((name) => [name, "y".repeat(30)])) },
    ],
    ["a link, whose address it doesn't show", { prompt: "Approve [this](https://example.com/other)?" }],
  ])("offers a review instead of an approval for %s", (_what, rest) => {
    expect(about([asks("1", { ...approval, ...rest })]).buttons).toEqual(["Review…", "Reject", "Open Run"]);
  });

  test("two runs that ask the same get two, since VS Code closes one of two with the same text", () => {
    const told = new ToldApart();
    const texts = ["1", "2", "1"].map((id) => about([asks(id)], told).text);
    expect(texts).toEqual([
      "Support Triage: Refund – Approve a $620 refund?",
      "Support Triage: Refund (2) – Approve a $620 refund?",
      "Support Triage: Refund – Approve a $620 refund?",
    ]);
  });

  test("counts several at once, by run", () => {
    expect(about([asks("1"), asks("2"), asks("3", approval, "Billing")])).toEqual({
      text: "Support Triage, Billing: 3 runs wait for you",
      buttons: ["Show Runs"],
    });
    expect(about([asks("1"), asks("1", { ...approval, id: "other" })])).toEqual({
      text: "Support Triage: 1 run waits for you with 2 input requests",
      buttons: ["Open Run"],
    });
  });

  test("is text: a prompt becomes no link and no command, and does not fill the screen", () => {
    const hostile = "[Approve](command:workbench.action.quit) [x](https://example.com)";
    expect(about([asks("1", { ...approval, prompt: hostile, params: { to: hostile } })]).text).not.toMatch(/\]\(/);
    expect(about([asks("1", { ...approval, prompt: "x ".repeat(1000) })]).text.length).toBeLessThan(230);
  });
});

describe("a notification about ended runs", () => {
  const ended = (status: string, rest: Partial<Run> = {}) => ({
    connectionName: "Support Triage",
    run: { ...aRun("1", status), input: { title: "Refund" }, ...rest },
  });

  test("shows how one ended, and why it failed", () => {
    expect(aboutEnd([ended("completed")])).toEqual({
      text: "Support Triage: Refund – Completed: no output",
      buttons: ["Open Run"],
    });
    expect(aboutEnd([ended("completed", { output: "We refund **€5**." })]).text).toBe(
      "Support Triage: Refund – Completed: We refund €5.",
    );
    expect(aboutEnd([ended("canceled")]).text).toBe("Support Triage: Refund – Canceled");
    const error = { code: "timeout", message: "The gateway [did](command:x) not answer." };
    expect(aboutEnd([ended("failed", { error })]).text).toBe(
      "Support Triage: Refund – Failed: The gateway [did] (command:x) not answer",
    );
  });
});
