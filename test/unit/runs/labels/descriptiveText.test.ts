import { expect, test } from "vitest";
import { parseJson } from "../../../../src/base/json/parseJson.ts";
import { descriptiveText } from "../../../../src/runs/labels/descriptiveText.ts";
import { runTitle } from "../../../../src/runs/labels/runLabel.ts";

const uuid = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";
const said = (role: string, content: unknown): object => ({ role, content });
const long = "We moved offices in May, and since then the invoices reach nobody. ".repeat(60);

/** Inputs as real apps get them, and the text that says what the run is about. */
const inputs: readonly (readonly [string, unknown, string | undefined])[] = [
  [
    "a ticket",
    {
      ticket_id: "48213",
      ticket_subject: "Charged twice",
      ticket_body: "Hello, my card was charged twice for one order.",
    },
    "Charged twice",
  ],
  [
    "a ticket whose body comes first",
    { body: long, title: "Invoices get lost since May" },
    "Invoices get lost since May",
  ],
  [
    "a ticket inside a webhook",
    {
      id: uuid,
      event: "ticket.created",
      data: { ticket: { id: 7, subject: "Export fails with a timeout", priority: "high" } },
    },
    "Export fails with a timeout",
  ],
  [
    "a question after an id and a language",
    { user: "customer-7421", lang: "en-US", question: "Where is my invoice?" },
    "Where is my invoice?",
  ],
  [
    "a question in camel case",
    { conversationId: uuid, userQuestion: "Can I change my plan in the middle of a month?" },
    "Can I change my plan in the middle of a month?",
  ],
  [
    "a query beside its history",
    { history: [said("user", "Hello there, it's me"), said("assistant", "Hello!")], query: "What did I pay in June?" },
    "What did I pay in June?",
  ],
  [
    "a conversation",
    {
      messages: [
        said("system", "You are a helpful agent."),
        said("user", "Hi"),
        said("assistant", "Hello, how can I help?"),
        said("user", "My export is empty"),
      ],
    },
    "My export is empty",
  ],
  [
    "a conversation that the agent had the last word in",
    { messages: [said("user", "Cancel my order 991"), said("assistant", "I look it up.")] },
    "Cancel my order 991",
  ],
  [
    "a message in parts",
    {
      model: "gpt-5",
      messages: [
        said("user", [
          { type: "image_url", image_url: { url: "https://x.test/a.png" } },
          { type: "text", text: "What is on this photo?" },
        ]),
      ],
    },
    "What is on this photo?",
  ],
  [
    "messages as LangChain writes them",
    {
      messages: [
        { type: "human", data: { content: "Summarize the call with Acme" } },
        { type: "ai", data: { content: "Sure." } },
      ],
    },
    "Summarize the call with Acme",
  ],
  [
    "a list of messages alone",
    [said("user", "First question of the day"), said("user", "Second question of the day")],
    "Second question of the day",
  ],
  [
    "a system prompt beside the task",
    { system_prompt: "You are an analyst who answers in one line.", task: "Compare both offers" },
    "Compare both offers",
  ],
  [
    "a prompt that sets a role beside the text",
    { prompt: "You are a lawyer. Answer briefly.", text: "May a landlord keep the deposit?" },
    "May a landlord keep the deposit?",
  ],
  [
    "an address and an instruction",
    { url: "https://example.com/pricing", instructions: "Find the cheapest plan with SSO" },
    "Find the cheapest plan with SSO",
  ],
  ["an address alone", { url: "https://example.com/pricing" }, "https://example.com/pricing"],
  [
    "a file before a description",
    { file: "/data/in/scan-0042.pdf", mime_type: "application/pdf", description: "Signed contract of Acme Ltd" },
    "Signed contract of Acme Ltd",
  ],
  [
    "an image as base64 before a caption",
    { image: `data:image/png;base64,${"iVBORw0KGgoAAAANSUhEUg".repeat(40)}`, caption: "Damaged parcel at the door" },
    "Damaged parcel at the door",
  ],
  [
    "a token before a topic",
    { api_token: "sk_live_51Hx8Q2eZvKYlo2C0aBcDeFg", topic: "Quarterly report for the board" },
    "Quarterly report for the board",
  ],
  [
    "dates, numbers as texts and a name",
    {
      start_date: "2026-11-01",
      end_date: "2026-11-30T23:59:59Z",
      amount: "1,204.50 EUR",
      phone: "+49 30 1234567",
      name: "Dana Whitfield",
    },
    "Dana Whitfield",
  ],
  [
    "words of an enum and a comment",
    { priority: "high", channel: "EMAIL", category: "billing_issue", comment: "Please send the receipt again" },
    "Please send the receipt again",
  ],
  [
    "a type named after the message",
    { message_type: "customer inquiry about prices", message_id: "msg 12", message: "Do you ship to Norway?" },
    "Do you ship to Norway?",
  ],
  [
    "a sentence under an unknown name before a short one under a known",
    { wunsch: "Bitte den Termin auf Freitag legen", label: "A-17" },
    "Bitte den Termin auf Freitag legen",
  ],
  [
    "a language without spaces",
    { id: uuid, locale: "ja-JP", text: "請求書はどこですか？", tag: "faq" },
    "請求書はどこですか？",
  ],
  [
    "JSON in a text beside a reason",
    { payload: '{"event":"push","ref":"main"}', reason: "The nightly build failed" },
    "The nightly build failed",
  ],
  [
    "rows of a table",
    {
      rows: [
        { sku: "A-1", qty: 2 },
        { sku: "B-2", note: "Leave it with the neighbour" },
      ],
    },
    "Leave it with the neighbour",
  ],
  [
    "numbers that no double can hold",
    parseJson('{"order": 12345678901234567890, "total": 1.0, "subject": "Refund of order 12345678901234567890"}'),
    "Refund of order 12345678901234567890",
  ],
  ["only numbers that no double can hold", parseJson('{"order": 12345678901234567890, "total": 1e400}'), undefined],
  ["only flags", { dry_run: true, retries: 3, list: [], none: null }, undefined],
  ["a text with nothing but spaces first", { title: "  \n ", description: "An empty title" }, "An empty title"],
  ["a text alone", "Translate this letter", "Translate this letter"],
  [
    "the same field deep inside and near",
    { meta: { trace: { subject: "A trace of the gateway" } }, subject: "Near subject of a run" },
    "Near subject of a run",
  ],
  ["a field that is called __proto__", parseJson('{"__proto__": "polluted", "query": "Is it safe?"}'), "Is it safe?"],
];

test.each(inputs)("the best text of %s", (_what, input, text) => expect(descriptiveText(input)).toBe(text));

test("an input is read once, and returns the same text again", () => {
  let reads = 0;
  const input = {
    get subject() {
      return reads++ === 0 ? "First" : "Second";
    },
  };
  expect([descriptiveText(input), descriptiveText(input), reads]).toEqual(["First", "First", 1]);
});

test("a huge input is read in part, and the rest is never touched", () => {
  let touched = 0;
  const element = () => new Proxy({ a: 1 }, { ownKeys: (target) => (touched++, Reflect.ownKeys(target)) });
  const rows = Array.from({ length: 5_000 }, element);
  expect(descriptiveText({ rows, query: "Which rows are wrong?", text: "x".repeat(5_000_000) })).toBe(
    "Which rows are wrong?",
  );
  expect(touched).toBeLessThan(200);
});

test("the label of a run with a megabyte of text on one line is cut", () => {
  const title = runTitle({ id: uuid, status: "completed", input: { prompt: `Summarize ${"word ".repeat(300_000)}` } });
  expect(title).toHaveLength(80);
});

test("the bytes of a file are no text", () => {
  const content = `iVBORw0KGgo${"A".repeat(200)}`;
  expect(descriptiveText({ photo: { content, size: 150, mime_type: "image/png" } })).not.toContain("iVBORw0KGgo");
  expect(descriptiveText({ photo: { content, size: 150 }, note: "Broken lamp" })).toBe("Broken lamp");
  expect(descriptiveText({ photo: { content, size: 150 } })).toBeUndefined();
});
