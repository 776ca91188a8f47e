import { startAgent } from "#sample/agent/agent.ts";
import { playAtOnce } from "#sample/runs/playAtOnce.ts";
import { ServedRun } from "#server/runs/servedRun.ts";
import type { PastOptions, PastRunBase } from "./pastRunBase.ts";

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

type PastTurnBase = Pick<PastRunBase, "random" | "startedAt">;

/** @param bases one for each turn, oldest first */
export function addPastConversations(options: PastOptions, bases: readonly PastTurnBase[]): void {
  let start = 0;
  for (const conversation of conversations) {
    addConversation(options, conversation, bases.slice(start));
    start += conversation.messages.length;
  }
}

/** Adds turns that the app remembers. One that asks for an approval waits for it. */
export function addConversation(
  options: PastOptions,
  conversation: PastConversation,
  bases: readonly PastTurnBase[],
): void {
  const { appId, runs, service, speed } = options;
  const { memory } = service;
  const { userId, messages } = conversation;
  const sessionId = bases[0]?.random.uuid();
  for (const [turn, { random, startedAt }] of bases.slice(0, messages.length).entries()) {
    const input = { play: "chat", input: messages[turn] };
    const facts = { id: random.uuid(), appId, input, userId, sessionId, createdAt: startedAt - 200 + turn };
    const run = new ServedRun(facts, () => random.uuid());
    const script = startAgent({ input, files: [], random, userId, sessionId, memory });
    playAtOnce(run, script, { startAt: startedAt, stopWhenWaiting: true });
    runs.add(run);
    if (run.pending.length > 0) service.play(run, { script, speed, asking: true });
  }
}
