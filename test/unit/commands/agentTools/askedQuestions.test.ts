import { beforeEach, expect, test } from "vitest";
import { AskedQuestions } from "../../../../src/commands/agentTools/askedQuestions.ts";

let now: number;
let asked: AskedQuestions;

/** A call that comes now, and works for a while before it asks. */
const take = (fingerprint: string): boolean => {
  const { signal } = new AbortController();
  asked.arrive(signal);
  now += 5_000;
  const isTaken = asked.take(fingerprint, signal);
  now -= 5_000;
  return isTaken;
};

beforeEach(() => {
  now = 1_000_000;
  asked = new AskedQuestions(() => now);
});

test("an answer that a person had time for counts once", () => {
  asked.begin("start a");
  now += 2_000;
  expect(take("start a")).toBe(true);
  expect(take("start a")).toBe(false);
});

test("a call that comes faster than a person answers was approved by nobody", () => {
  asked.begin("start a");
  now += 40;
  expect(take("start a")).toBe(false);
  // The next call of the same kind isn't covered by the question either.
  now += 2_000;
  expect(take("start a")).toBe(false);
});

test("an answer counts only for what was shown", () => {
  asked.begin("start a with input 1");
  now += 2_000;
  expect(take("start a with input 2")).toBe(false);
});

test("equal calls at once need an answer each", () => {
  asked.begin("start a");
  asked.begin("start a");
  now += 2_000;
  expect([take("start a"), take("start a"), take("start a")]).toEqual([true, true, false]);
});

test("a question whose call never came is forgotten after an hour", () => {
  asked.begin("start a");
  now += 61 * 60_000;
  expect(take("start a")).toBe(false);
});

test("a call that nobody has announced asks", () => {
  asked.begin("start a");
  now += 2_000;
  expect(asked.take("start a", new AbortController().signal)).toBe(false);
});
