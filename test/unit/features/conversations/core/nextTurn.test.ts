import { describe, expect, test } from "vitest";
import { ExactNumber } from "#base/json/exactNumber.ts";
import { nextInput, nextTurnOf, seedOfRun } from "#features/conversations/core/nextTurn.ts";
import { withIds } from "#model/conversationIds.ts";

const ids = { user_id: "lena", session_id: "s" };
const same = { userId: "lena", sessionId: "s" };
const after = (input: unknown, output?: unknown) => nextInput({ ...ids, input, output }, { ...same, text: "next" });

describe("the input of the next turn", () => {
  test.each<[unknown, unknown]>([
    [
      { locale: "de", question: "first", tags: ["x"] },
      { locale: "de", question: "next", tags: ["x"] },
    ],
    [null, { input: "next" }],
    // Of two texts none is for the message.
    [
      { ticket: "one", note: "two" },
      { ticket: "one", note: "two", input: "next" },
    ],
    // A field with something else isn't overwritten.
    [
      { input: { a: 1 }, question: 7 },
      { input: { a: 1 }, question: 7, query: "next" },
    ],
  ])("after %j is %j", (input, expected) => {
    expect(after(input)).toEqual(expected);
  });

  test("keeps the order of the fields, and numbers as they were written", () => {
    const order = new ExactNumber("12345678901234567890");
    const input = after({ order, message: "first", z: 1 }) as Record<string, unknown>;
    expect(Object.keys(input)).toEqual(["order", "message", "z"]);
    expect(input["order"]).toBe(order);
  });

  test("appends the answer and the message to a list of messages", () => {
    const history = [{ role: "user", content: "first" }];
    const appended = [...history, { role: "assistant", content: "answer" }, { role: "user", content: "next" }];
    const output = { output: "answer" };
    expect(after({ chat_history: history }, output)).toEqual({ chat_history: appended });
    expect(after({ chat_history: history })).toEqual({ chat_history: [...history, { role: "user", content: "next" }] });
    // A client may send the message in a field and in the list.
    expect(after({ input: "first", chat_history: history }, output)).toEqual({ input: "next", chat_history: appended });
    // Examples that a prompt has aren't a history.
    const examples = [{ role: "user", content: "an example" }];
    expect(after({ input: "first", examples }, output)).toEqual({ input: "next", examples });
    expect(history).toHaveLength(1);
  });

  test("has the ids of its own conversation where the earlier one repeats its ids", () => {
    const other = { userId: "ben", sessionId: "t", text: "next" };
    const repeats = { ...ids, input: { input: "first", user_id: "lena", session_id: "s" } };
    expect(nextInput(repeats, other)).toEqual({ input: "next", user_id: "ben", session_id: "t" });
    expect(nextInput(repeats, { text: "next", sessionId: "t" })).toEqual({ input: "next", session_id: "t" });
    expect(withIds(repeats, other)).toEqual({ input: "first", user_id: "ben", session_id: "t" });
    expect(withIds({ ...ids, input: "first" }, other)).toBe("first");
    // Another id means something else, so it is a field like others.
    const differs = { ...ids, input: { input: "first", user_id: "somebody" } };
    expect(nextInput(differs, other)).toEqual({ input: "next", user_id: "somebody" });
    expect(nextTurnOf(differs)?.others).toEqual({ user_id: "somebody" });
  });

  test.each<[unknown]>([[["first"]], [7], [{ input: 1, question: 2, query: 3, message: 4, prompt: 5 }]])(
    "of %j has no place for a message",
    (input) => {
      expect(nextTurnOf({ ...ids, input })).toBeUndefined();
      expect(() => after(input)).toThrow(RangeError);
    },
  );
});

test("a run as a seed leaves out the fields that keep its session", () => {
  const input = { question: "Go on in s-7.", metadata: '{"session_id": "s-7"}', locale: "de" };
  const { turn, field, problem } = seedOfRun({ id: "1", status: "completed", session_id: "s-7", input }, "the run");
  const next = nextInput(turn, { text: "Hi", field, sessionId: "s-8", isFirst: true });
  expect(next).toEqual({ question: "Hi", locale: "de" });
  expect(problem).toContain("metadata");
});
