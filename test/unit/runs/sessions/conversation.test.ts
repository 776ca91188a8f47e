import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { conversationCopy } from "#runs/text/runCopy.ts";
import { Cover } from "#runs/values/cover.ts";

const turn = (minute: number, input: unknown, more: Partial<Run> = {}): Run => ({
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
const says = (role: string, content: string) => ({ role, content });
const messages = (runs: Run[]) => conversationOf(runs).map(({ message }) => message);

describe("a conversation", () => {
  test("has the runs of one user and session, oldest first", () => {
    const runs = [
      turn(3, { input: "third" }),
      turn(1, { input: "first" }),
      turn(2, { input: "second" }, { user_id: "ben" }),
      turn(4, { input: "elsewhere" }, { session_id: "t", started_at: new Date(Date.UTC(2026, 10, 19)).toISOString() }),
    ];
    expect(messages(runs)).toEqual(["first", "third"]);
    expect(conversationOf([])).toEqual([]);
    // A run that begins while the pages are read shifts them.
    expect(conversationOf([...runs, ...runs])).toEqual(conversationOf(runs));
    // A run that hasn't started yet is the newest.
    const waiting = turn(9, { input: "last" }, { status: "created", started_at: null, output: null });
    expect(conversationOf([waiting, ...runs]).at(-1)).toMatchObject({ message: "last", answer: undefined });
  });

  test.each<[unknown, string | undefined]>([
    [{ text: "other", prompt: "p", message: "m", query: "q", question: "?", input: "i" }, "i"],
    [{ input: " ", question: "q" }, "q"],
    [{ locale: "de", chat_history: [says("user", "a"), says("user", "b"), says("assistant", "c")] }, "b"],
    [{ ticket: "only", amount: 3 }, "only"],
    [{ ticket: "one", note: "two" }, undefined],
    [{ user_id: "lena", session_id: "s", ticket: "only" }, "only"],
    [null, undefined],
  ])("takes the message of %j", (input, message) => {
    expect(messages([turn(1, input)])).toEqual([message]);
  });

  test("shows which other fields of the input differ from the turn before", () => {
    const [, second, third] = conversationOf([
      turn(1, { input: "a", locale: "de", tags: ["x"], session_id: "s" }),
      turn(2, { input: "b", locale: "en", tags: ["x"] }),
      turn(3, { question: "c", tags: ["x"], level: 2 }),
    ]);
    expect(second?.changes).toEqual([{ name: "locale", before: "de", now: "en" }]);
    expect(third?.changes).toEqual([
      { name: "locale", before: "en", now: undefined },
      { name: "level", before: undefined, now: 2 },
    ]);
  });
});

test("the copy of a conversation has its newest turns within the budget, in order, and no key", () => {
  const key = "dynamiq_acc_0123456789abcdef0123456789abcdef";
  const cover = new Cover([key]);
  const runs = Array.from({ length: 40 }, (_, minute) => turn(minute, { input: `question ${minute} ${key}` }));
  const failure = { status: "failed", output: null, error: "TimeoutError: no model" };
  runs[39] = turn(39, { input: "last", locale: "en" }, failure);
  const turns = conversationOf(cover.value(runs));
  for (const reader of ["person", "model"] as const) {
    const whole = conversationCopy(turns, "Support", { reader, budgetTokens: 20_000, cover });
    expect(whole.leftOut).toBeUndefined();
    const part = conversationCopy(turns, "Support", { reader, budgetTokens: 700, cover });
    const numbers = Array.from(part.text.matchAll(/^turn (\d+): /gm), ([, number]) => Number(number));
    expect(numbers.at(-1)).toBe(40);
    expect(numbers).toEqual(numbers.map((_, index) => 41 - numbers.length + index));
    expect(part.leftOut).toBe(`Left out: ${40 - numbers.length} turns before these.`);
    expect(part.tokens).toBeLessThanOrEqual(700);
    expect(whole.text + part.text).not.toContain(key);
  }
  const { text } = conversationCopy(turns.slice(-2), "Support", { reader: "person", budgetTokens: 4_000, cover });
  expect(text).toContain("turn 2: Failed, 4.0 s, run run-39\n  locale: nothing → en\n  user: last\n  failed: no model");
  expect(text).toContain("Hidden with •••: a known access key");
});
