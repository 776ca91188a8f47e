import type { FailureCode } from "#sample/agent/failures.ts";
import type { Random } from "#sample/agent/random.ts";

export interface PastInput {
  input: Record<string, unknown>;
  userId: string;
}

/** The subject of a past ticket, for a failure by its code. */
export type Topic = "any" | "plain" | "approval" | "feedback" | "batch" | FailureCode;

/** The input of a past run, by its subject. */
export function pastInput(random: Random, topic: Topic): PastInput {
  const customer = random.pick(customers);
  if (topic === "batch") {
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

function subject(random: Random, topic: Exclude<Topic, "batch">): string {
  switch (topic) {
    case "approval":
      return refundSubjects[0];
    case "plain":
    case "feedback":
      return random.pick(plainSubjects);
    case "any":
      return random.next() < 0.45 ? random.pick(refundSubjects) : random.pick(plainSubjects);
    default:
      return random.pick(failingSubjects[topic]);
  }
}

function extras(random: Random, topic: Topic, ticketSubject: string): Record<string, unknown> {
  if (topic === "feedback") return { ask: "feedback" };
  const isRefund = (refundSubjects as readonly string[]).includes(ticketSubject);
  if (!isRefund) return {};
  const isLarge = topic === "approval" || ticketSubject === refundSubjects[0];
  const amount = isLarge ? random.integer(510, 990) : random.integer(900, 49_900) / 100;
  return { amount, currency: random.next() < 0.8 ? "USD" : "EUR" };
}

/** Subjects, bodies and people for the runs of the past. */

const refundSubjects = [
  "Refund request over $500",
  "Ticket 48213: charged twice",
  "Double charge on the June invoice",
  "Refund for a canceled workshop",
  "Charged after the trial ended",
  "Annual plan bought by mistake",
  "Ticket 48199: wrong currency on the card statement",
  "Ticket 48213: charged twice after plan change, bank says “pending”, wants it back before Friday’s travel and has " +
    "attached eleven screenshots",
] as const;

const plainSubjects = [
  "Where is my invoice?",
  "Cannot sign in after the password reset",
  "How do I add a second seat?",
  "Sync with the calendar stopped on Monday",
  "Please move our data to the EU region",
  "Which plan includes single sign-on?",
  "Ticket 48101",
  "Webhook retries arrive out of order",
  "Rechnung für Juni fehlt, bitte erneut senden 🙏",
  "請求書の宛名を変更したい",
] as const;

const batchTitles = [
  "Nightly triage, 212 tickets",
  "Re-tag 1,900 tickets by product",
  "Backfill of the satisfaction scores",
] as const;

const failingSubjects: Record<FailureCode, readonly [string, ...string[]]> = {
  payment_gateway_timeout: ["Ticket 48213: charged twice", "Refund for a canceled workshop"],
  crm_unavailable: ["Ticket 48077: third reminder", "Follow-up on my complaint of last week"],
  bad_request: ["Import contacts.csv", "Import of 4,000 contacts"],
};

const bodies = [
  "Hello, I see two charges for the same order on my statement. Please look into it.",
  "I wrote last week and nobody answered. What is going on?",
  "Thanks for the quick help the other day! One more question, see the subject.",
  "Our accountant needs this before the end of the month.",
] as const;

const customers = [
  "customer-7421",
  "customer-1180",
  "customer-3096",
  "customer-5512",
  "org-northwind-traders-emea-customer-000000718",
] as const;

const channels = ["email", "chat", "form"] as const;
