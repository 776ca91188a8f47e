import { Random } from "#sample/agent/random.ts";
import { addConversation } from "#sample/seeds/pastConversations.ts";
import type { PastOptions } from "#sample/seeds/pastRunBase.ts";

/** In milliseconds: the time from one turn of a long conversation to the next. */
const defaultPause = 5 * 60_000;
const questions = ["Where is my order?", "What is my name?", "Thank you.", "Is there any news about my order?"];

/** Adds a conversation of so many turns, the newest of them a little before now. */
export function addLongConversation({
  turns,
  pause = defaultPause,
  ...options
}: PastOptions & { turns: number; pause?: number }): void {
  const { seed, now } = options;
  const places = Array.from({ length: turns }, (_, turn) => ({
    random: new Random(seed + turn),
    startedAt: now - defaultPause - (turns - turn - 1) * pause,
  }));
  const later = places.slice(1).map((_, turn) => questions[turn % questions.length] ?? "");
  const messages = ["Hi, my name is Jonas and my order is 7090.", ...later];
  addConversation(options, { userId: "customer-7090", messages }, places);
}
