import { expect, test } from "vitest";
import type { Run } from "../../../../../src/api/schemas.ts";
import { type EarlierTurn, nextInput } from "../../../../../src/features/conversations/core/nextTurn.ts";
import { answerIn } from "../../../../../src/model/runResult.ts";
import { useSendingApp } from "../../../runs/create/support/sendingApp.ts";

const sending = useSendingApp();
const place = { userId: "lena", sessionId: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

async function say(text: string, earlier: EarlierTurn, { userId, sessionId } = place): Promise<Run> {
  const input = nextInput(earlier, { text, userId, sessionId });
  const request = { input, user_id: userId, session_id: sessionId };
  const created = await sending.creator.create(sending.session, { request, files: [], mode: "stream", name: "a" });
  return created.finished;
}

test("the app remembers the first turn in the second, and nothing of it with another session", async () => {
  const first = await say("My name is Lena and my order is 4411.", { input: { play: "chat", input: "Hi" } });
  const second = await say("What is my name?", first);
  expect(answerIn(second.output)).toBe("You are Lena.");
  expect(second.input).toEqual({ play: "chat", input: "What is my name?" });
  const elsewhere = { ...place, sessionId: "7c2f6a3e-9b10-4c55-8a57-2d1f0b7f6c53" };
  expect(answerIn((await say("What is my name?", second, elsewhere)).output)).toBe("I don't know your name yet.");
});
