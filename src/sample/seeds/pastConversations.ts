import { startAgent } from "../agent/agent.ts";
import { Random } from "../agent/random.ts";
import { playAtOnce } from "../runs/playAtOnce.ts";
import { SampleRun } from "../runs/run.ts";
import type { PastOptions, PastPlace } from "./pastPlace.ts";

interface PastConversation {
  userId?: string;
  /** What the person said, oldest first. */
  messages: readonly string[];
}

/** The first one fails, as the app's memory needs both ids. The last one waits for an approval. */
const conversations: readonly PastConversation[] = [
  { messages: ["Hi, my order is 5120.", "Where is my order?"] },
  {
    userId: "customer-4411",
    messages: [
      "Hi, my name is Lena and my order is 4411.",
      "Where is my order?",
      "It arrived damaged, I want a refund.",
    ],
  },
];

export const pastTurns = conversations.flatMap(({ messages }) => messages).length;

type TurnPlace = Pick<PastPlace, "random" | "startedAt">;

/** @param places for as many turns as there are, oldest first */
export function addPastConversations(options: PastOptions, places: readonly TurnPlace[]): void {
  let start = 0;
  for (const conversation of conversations) {
    addConversation(options, conversation, places.slice(start));
    start += conversation.messages.length;
  }
}

/** In milliseconds: the time from one turn of a long conversation to the next. */
const usualPause = 5 * 60_000;
const questions = ["Where is my order?", "What is my name?", "Thank you.", "Is there any news about my order?"];

/** Adds a conversation of so many turns, the newest of them a little before now. */
export function addLongConversation({
  turns,
  pause = usualPause,
  ...options
}: PastOptions & { turns: number; pause?: number }): void {
  const { seed, now } = options;
  const places = Array.from({ length: turns }, (_, turn) => ({
    random: new Random(seed + turn),
    startedAt: now - usualPause - (turns - turn - 1) * pause,
  }));
  const later = places.slice(1).map((_, turn) => questions[turn % questions.length] ?? "");
  const messages = ["Hi, my name is Jonas and my order is 7090.", ...later];
  addConversation(options, { userId: "customer-7090", messages }, places);
}

/** Adds turns that the app remembers. One that asks for an approval waits for it. */
function addConversation(options: PastOptions, conversation: PastConversation, places: readonly TurnPlace[]): void {
  const { appId, runs, service, speed } = options;
  const { memory } = service;
  const { userId, messages } = conversation;
  const sessionId = places[0]?.random.uuid();
  for (const [turn, { random, startedAt }] of places.slice(0, messages.length).entries()) {
    const input = { play: "chat", input: messages[turn] };
    const facts = { id: random.uuid(), appId, input, userId, sessionId, createdAt: startedAt - 200 + turn };
    const run = new SampleRun(facts, random);
    const script = startAgent({ input, files: [], random, userId, sessionId, memory });
    playAtOnce(run, script, { startAt: startedAt, stopWhenWaiting: true });
    runs.add(run);
    if (run.pending.length > 0) service.play(run, { script, speed, asking: true });
  }
}
