/** The fields that the triage agent reads from a run's input. Each may be missing or of any type. */
export interface Ticket {
  id: string;
  subject: string;
  body: string;
  customerId: string;
  /** The amount that the customer wants back; `undefined` for a ticket that isn't about money. */
  amount: number | undefined;
  currency: string;
  /** How the agent asks a person before it decides. */
  asks: Asking | undefined;
  pauses: boolean;
  /** The code of the failure that the ticket causes. */
  failure: string | undefined;
}

/** `feedback`: two structured questions; `text`: free text. */
const askingKinds = ["feedback", "text"] as const;
type Asking = (typeof askingKinds)[number];

export function readTicket(input: Record<string, unknown>): Ticket {
  const subject = text(input["ticket_subject"]) ?? text(input["subject"]) ?? "A ticket without a subject";
  const amount = input["amount"];
  return {
    id: text(input["ticket_id"]) ?? "48213",
    subject,
    body: text(input["ticket_body"]) ?? "",
    customerId: text(input["customer_id"]) ?? "customer-7421",
    amount: typeof amount === "number" && amount > 0 ? amount : undefined,
    currency: text(input["currency"]) ?? "USD",
    asks:
      askingKinds.find((way) => way === input["ask"]) ??
      (/\b(feedback|which tone)\b/i.test(subject) ? "feedback" : undefined),
    pauses: input["pause"] === true,
    failure: input["fail"] === true || /payment gateway timeout/i.test(subject) ? "payment_gateway_timeout" : undefined,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function money(amount: number, currency: string): string {
  const digits = Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
  const symbol = { USD: "$", EUR: "€", GBP: "£" }[currency];
  return symbol === undefined ? `${digits} ${currency}` : symbol + digits;
}

export type Category = "billing" | "technical" | "account" | "question";

export function categorize({ subject, body, amount }: Ticket): Category {
  const words = `${subject} ${body}`.toLowerCase();
  if (amount !== undefined || /refund|charge|invoice|payment|billing/.test(words)) return "billing";
  if (/error|crash|import|sync|slow|broken/.test(words)) return "technical";
  return /password|login|sign in|account|seat/.test(words) ? "account" : "question";
}
