import { beforeEach, expect, test } from "vitest";
import { AskedQuestions } from "../../../../src/commands/agentTools/askedQuestions.ts";

let now: number;
let asked: AskedQuestions;

beforeEach(() => {
  now = 1_000_000;
  asked = new AskedQuestions(() => now);
});

test("an answer that a person had time for counts once", () => {
  asked.begin("start a");
  now += 2_000;
  expect(asked.take("start a")).toBe(true);
  expect(asked.take("start a")).toBe(false);
});

test("a call that comes faster than a person answers was approved by nobody", () => {
  asked.begin("start a");
  now += 40;
  expect(asked.take("start a")).toBe(false);
  // The next call of the same kind isn't covered by the question either.
  now += 2_000;
  expect(asked.take("start a")).toBe(false);
});

test("an answer counts only for what was shown", () => {
  asked.begin("start a with input 1");
  now += 2_000;
  expect(asked.take("start a with input 2")).toBe(false);
});

test("equal calls at once need an answer each", () => {
  asked.begin("start a");
  asked.begin("start a");
  now += 2_000;
  expect([asked.take("start a"), asked.take("start a"), asked.take("start a")]).toEqual([true, true, false]);
});

test("a question whose call never came is forgotten after an hour", () => {
  asked.begin("start a");
  now += 61 * 60_000;
  expect(asked.take("start a")).toBe(false);
});
