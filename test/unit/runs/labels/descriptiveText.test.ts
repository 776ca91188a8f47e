import { expect, test } from "vitest";
import { parseJson } from "../../../../src/base/json/parseJson.ts";
import { descriptiveText } from "../../../../src/runs/labels/descriptiveText.ts";
import { runTitle } from "../../../../src/runs/labels/runLabel.ts";

const uuid = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";
const said = (role: string, content: unknown): object => ({ role, content });
const long = "We moved offices in May, and since then the invoices reach nobody. ".repeat(60);

const inParts = [
  { type: "image_url", image_url: { url: "https://x.test/a.png" } },
  { type: "text", text: "What is on this photo?" },
];
const asLangChainWrites = [
  { type: "human", data: { content: "Summarize the call with Acme" } },
  { type: "ai", data: { content: "Sure." } },
];

/** Inputs as real apps get them, and the text that says what the run is about. */
const inputs: readonly (readonly [unknown, string | undefined])[] = [
  [
    { ticket_id: "48213", ticket_subject: "Charged twice", ticket_body: "Hello, my card was charged." },
    "Charged twice",
  ],
  [{ body: long, title: "Invoices get lost since May" }, "Invoices get lost since May"],
  [
    { id: uuid, event: "ticket.created", data: { ticket: { subject: "Export fails", priority: "high" } } },
    "Export fails",
  ],
  [{ user: "customer-7421", lang: "en-US", question: "Where is my invoice?" }, "Where is my invoice?"],
  [{ conversationId: uuid, userQuestion: "Can I change my plan in May?" }, "Can I change my plan in May?"],
  [{ history: [said("user", "Hello there, it's me"), said("assistant", "Hello!")], query: "Who paid?" }, "Who paid?"],
  // The last word of the user, whatever the agent said after it.
  [
    { messages: [said("system", "You help."), said("user", "Hi"), said("user", "My export is empty")] },
    "My export is empty",
  ],
  [{ messages: [said("user", "Cancel my order 991"), said("assistant", "I look it up.")] }, "Cancel my order 991"],
  [{ model: "gpt-5", messages: [said("user", inParts)] }, "What is on this photo?"],
  [{ messages: asLangChainWrites }, "Summarize the call with Acme"],
  [[said("user", "First question of the day"), said("user", "The second of the day")], "The second of the day"],
  [
    { system_prompt: "You are an analyst who answers in one line.", task: "Compare both offers" },
    "Compare both offers",
  ],
  [{ prompt: "You are a lawyer. Answer briefly.", text: "May he keep the deposit?" }, "May he keep the deposit?"],
  [{ url: "https://example.com/pricing", instructions: "Find the cheapest plan" }, "Find the cheapest plan"],
  [{ url: "https://example.com/pricing" }, "https://example.com/pricing"],
  [{ file: "/data/in/scan-0042.pdf", mime_type: "application/pdf", description: "Signed contract" }, "Signed contract"],
  [{ image: `data:image/png;base64,${"iVBORw0KGgoAAAANSUhEUg".repeat(40)}`, caption: "At the door" }, "At the door"],
  [{ api_token: "sk_live_51Hx8Q2eZvKYlo2C0aBcDeFg", topic: "Quarterly report" }, "Quarterly report"],
  [
    { start: "2026-11-01", end: "2026-11-30T23:59:59Z", amount: "1,204.50 EUR", name: "Dana Whitfield" },
    "Dana Whitfield",
  ],
  [{ phone: "+49 30 1234567", name: "Dana Whitfield" }, "Dana Whitfield"],
  [
    { priority: "high", channel: "EMAIL", category: "billing_issue", comment: "Please send it again" },
    "Please send it again",
  ],
  [{ message_type: "inquiry about prices", message_id: "msg 12", message: "Do you ship there?" }, "Do you ship there?"],
  [{ wunsch: "Bitte den Termin auf Freitag legen", label: "A-17" }, "Bitte den Termin auf Freitag legen"],
  [{ id: uuid, locale: "ja-JP", text: "請求書はどこですか？", tag: "faq" }, "請求書はどこですか？"],
  [{ payload: '{"event":"push","ref":"main"}', reason: "The nightly build failed" }, "The nightly build failed"],
  [{ rows: [{ sku: "A-1" }, { sku: "B-2", note: "Leave it with the neighbour" }] }, "Leave it with the neighbour"],
  [parseJson('{"order": 12345678901234567890, "total": 1.0, "subject": "A refund of it"}'), "A refund of it"],
  [parseJson('{"order": 12345678901234567890, "total": 1e400}'), undefined],
  [{ dry_run: true, retries: 3, list: [], none: null }, undefined],
  [{ title: "  \n ", description: "An empty title" }, "An empty title"],
  ["Translate this letter", "Translate this letter"],
  [
    { meta: { trace: { subject: "A trace of the gateway" } }, subject: "Near subject of a run" },
    "Near subject of a run",
  ],
  [parseJson('{"__proto__": "polluted", "query": "Is it safe?"}'), "Is it safe?"],
];

test.each(inputs)("the best text of %j is %s", (input, text) => expect(descriptiveText(input)).toBe(text));

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
