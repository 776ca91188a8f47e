import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { turnView } from "#features/conversations/vscode/turnView.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";

const run = (minute: number, input: unknown, more: Partial<Run> = {}): Run => ({
  id: `run-${minute}`,
  status: "completed",
  user_id: "lena",
  session_id: "s",
  started_at: new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString(),
  ended_at: new Date(Date.UTC(2026, 10, 20, 10, minute, 4)).toISOString(),
  input,
  output: { output: `answer ${minute}`, files: [] },
  ...more,
});

const views = (...runs: Run[]) => conversationOf(runs).map((turn) => turnView(turn));
const only = (more: Partial<Run>, input: unknown = { input: "Hi" }) => views(run(1, input, more))[0]!;

describe("a turn of a conversation", () => {
  test("has message, answer and what changed since the turn before", () => {
    const [first, second] = views(
      run(1, { input: "Hallo", locale: "de", tags: ["a"], session_id: "s" }),
      run(2, { input: "Hello", locale: "en", tags: ["a", "b"], vip: true }),
    );
    expect(first).toEqual({
      runId: "run-1",
      status: "completed",
      word: "Completed",
      startedAt: "2026-11-20T10:01:00.000Z",
      message: "Hallo",
      answer: "answer 1",
      changes: [],
      facts: "4.0 s · Completed",
    });
    expect(second?.changes).toEqual(["locale: de → en", 'tags: ["a"] → ["a","b"]', "vip: nothing → true"]);
  });

  test.each<[string, Partial<Run>, string]>([
    [
      "failed",
      { error: { code: "gateway_timeout", message: 'Node "pay" failed: No answer. Try later.' } },
      "Failed: No answer (gateway_timeout)",
    ],
    ["awaiting_input", { input_requests: [{ id: "1", prompt: "Refund **$620**?" }] }, "Waiting for you: Refund $620?"],
    ["created", { started_at: null }, "Not started, waiting for a worker"],
    ["moved", {}, "moved"],
  ])("%s says in words where it is", (status, more, words) => {
    expect(only({ status, output: null, ended_at: null, ...more })).toMatchObject({ state: words });
  });

  test("texts that pretend to be something else stay in their line", () => {
    const hostile = "a\n\u202eb\u2066 <img src=x onerror=alert(1)>";
    const [, second] = views(run(1, { input: "x", note: "y" }), run(2, { input: "x", note: hostile, [hostile]: 1 }));
    for (const change of second?.changes ?? []) expect(change).not.toMatch(/[\n\u202e\u2066]/);
    const failed = only({ status: "failed", error: { message: hostile.repeat(5_000) } });
    expect(failed.state).not.toMatch(/[\n\u202e\u2066]/);
    expect(failed.state!.length).toBeLessThan(2_100);
  });
});
