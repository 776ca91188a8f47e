import { expect, test } from "vitest";
import { answerIn } from "../../../../src/model/runResult.ts";
import { startAgent } from "../../../../src/sample/agent/agent.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { ChatMemory } from "../../../../src/sample/runs/chatMemory.ts";
import { playAtOnce } from "../../../../src/sample/runs/playAtOnce.ts";
import { SampleRun } from "../../../../src/sample/runs/run.ts";

const both = { userId: "lena", sessionId: "s" };

/** Plays turns of the chat app, each to its end, with one memory. People agree to what it asks. */
function chat() {
  const memory = new ChatMemory();
  let count = 0;
  const say = (text: string, ids: Partial<typeof both> = both, more: object = {}) => {
    const random = new Random(++count);
    const input = { play: "chat", input: text, ...more };
    const facts = { id: random.uuid(), appId: random.uuid(), input, userId: ids.userId, sessionId: ids.sessionId };
    const createdAt = Date.UTC(2026, 10, 12, 9, count);
    const run = new SampleRun({ ...facts, createdAt }, random);
    playAtOnce(run, startAgent({ input, files: [], random, memory, ...ids }), { startAt: createdAt });
    return run.toWire();
  };
  const reply = (...turn: Parameters<typeof say>) => answerIn(say(...turn).output);
  return { say, reply, memory };
}

test("recalls a name and an order of the same user and session", () => {
  const { reply } = chat();
  expect(reply("Hi, my name is Lena and my order is 4411.")).toBe("Hello Lena, how can I help with order **4411**?");
  expect(reply("What is my name?")).toBe("You are Lena.");
  expect(reply("Where is my order?")).toContain("**4411**");
  expect(reply("I want a refund.")).toBe("I have refunded €49 for order **4411**.");
  for (const ids of [{ ...both, sessionId: "t" }, { ...both, userId: "ben" }, {}])
    expect(reply("Where is my order?", ids)).toBe("I don't know your order yet.");
});

test("a turn that completes replaces the messages, one that fails adds what was said, and a failed save loses the turn", () => {
  const { say, reply, memory } = chat();
  const kept = () => memory.load(both).map(({ role, content }) => `${role}: ${content}`);
  reply("My name is Lena.");
  expect(say("My order is 4411.", both, { fail: true }).status).toBe("failed");
  expect(kept()).toEqual([
    "user: My name is Lena.",
    "assistant: Hello Lena, how can I help?",
    "user: My order is 4411.",
  ]);
  expect(reply("Where is my order?")).toContain("4411");
  expect(kept()).toHaveLength(5);
  expect(reply("My order is 9999.", both, { save: false })).toContain("9999");
  expect(reply("Where is my order?")).toContain("4411");
});
