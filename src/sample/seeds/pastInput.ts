import type { Random } from "../agent/random.ts";
import { batchTitles, bodies, channels, customers, failingSubjects, plainSubjects, refundSubjects } from "./words.ts";

export interface PastInput {
  input: Record<string, unknown>;
  userId: string;
}

/** The subject of a past ticket. */
export type Topic =
  | { kind: "any" }
  | { kind: "plain" }
  | { kind: "approval" }
  | { kind: "feedback" }
  | { kind: "failure"; code: string }
  | { kind: "batch" };

/** The input of a past run, by its subject. */
export function pastInput(random: Random, topic: Topic): PastInput {
  const customer = random.pick(customers);
  if (topic.kind === "batch") {
    return { input: { title: random.pick(batchTitles), queue: "support", tickets: 212 }, userId: "scheduler" };
  }
  const ticket = {
    ticket_id: String(random.integer(47_000, 48_999)),
    ticket_subject: subject(random, topic),
    ticket_body: random.pick(bodies),
    customer_id: customer,
    channel: random.pick(channels),
  };
  return { input: { ...ticket, ...extras(random, topic, ticket.ticket_subject) }, userId: customer };
}

function subject(random: Random, topic: Exclude<Topic, { kind: "batch" }>): string {
  switch (topic.kind) {
    case "failure":
      return random.pick(failingSubjects[topic.code] ?? plainSubjects);
    case "approval":
      return refundSubjects[0];
    case "plain":
    case "feedback":
      return random.pick(plainSubjects);
    case "any":
      return random.next() < 0.45 ? random.pick(refundSubjects) : random.pick(plainSubjects);
  }
}

function extras(random: Random, topic: Topic, ticketSubject: string): Record<string, unknown> {
  if (topic.kind === "feedback") return { ask: "feedback" };
  const isRefund = (refundSubjects as readonly string[]).includes(ticketSubject);
  if (!isRefund) return {};
  const isLarge = topic.kind === "approval" || ticketSubject === refundSubjects[0];
  const amount = isLarge ? random.integer(510, 990) : random.integer(900, 49_900) / 100;
  return { amount, currency: random.next() < 0.8 ? "USD" : "EUR" };
}
