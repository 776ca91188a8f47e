/** Subjects, bodies and people for the runs of the past. */

export const refundSubjects = [
  "Refund request over $500",
  "Ticket 48213: charged twice",
  "Double charge on the June invoice",
  "Refund for a cancelled workshop",
  "Charged after the trial ended",
  "Annual plan bought by mistake",
  "Ticket 48199: wrong currency on the card statement",
  "Ticket 48213: charged twice after plan change, bank says “pending”, wants it back before Friday’s travel and has " +
    "attached eleven screenshots",
] as const;

export const plainSubjects = [
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

export const batchTitles = [
  "Nightly triage, 212 tickets",
  "Re-tag 1,900 tickets by product",
  "Backfill of the satisfaction scores",
] as const;

export const failingSubjects: Record<string, readonly [string, ...string[]]> = {
  payment_gateway_timeout: ["Ticket 48213: charged twice", "Refund for a cancelled workshop"],
  crm_unavailable: ["Ticket 48077: third reminder", "Follow-up on my complaint of last week"],
  bad_request: ["Import contacts.csv", "Import of 4,000 contacts"],
};

export const bodies = [
  "Hello, I see two charges for the same order on my statement. Please look into it.",
  "I wrote last week and nobody answered. What is going on?",
  "Thanks for the quick help the other day! One more question, see the subject.",
  "Our accountant needs this before the end of the month.",
] as const;

export const customers = [
  "customer-7421",
  "customer-1180",
  "customer-3096",
  "customer-5512",
  "org-northwind-traders-emea-customer-000000718",
] as const;

export const channels = ["email", "chat", "form"] as const;
