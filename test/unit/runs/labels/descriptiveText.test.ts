import { expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";
import { descriptiveText } from "#runs/labels/descriptiveText.ts";

const uuid = "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001";
const said = (role: string, content: unknown): object => ({ role, content });

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
  [
    { id: uuid, event: "ticket.created", data: { ticket: { subject: "Export fails", priority: "high" } } },
    "Export fails",
  ],
  // The last word of the user, whatever the agent said after it.
  [
    { messages: [said("system", "You help."), said("user", "Hi"), said("user", "My export is empty")] },
    "My export is empty",
  ],
  [{ model: "gpt-5", messages: [said("user", inParts)] }, "What is on this photo?"],
  [{ messages: asLangChainWrites }, "Summarize the call with Acme"],
  [
    { system_prompt: "You are an analyst who answers in one line.", task: "Compare both offers" },
    "Compare both offers",
  ],
  [{ url: "https://example.com/pricing" }, "https://example.com/pricing"],
  [{ image: `data:image/png;base64,${"iVBORw0KGgoAAAANSUhEUg".repeat(40)}`, caption: "At the door" }, "At the door"],
  [{ api_token: "sk_live_51Hx8Q2eZvKYlo2C0aBcDeFg", topic: "Quarterly report" }, "Quarterly report"],
  [
    { start: "2026-11-01", end: "2026-11-30T23:59:59Z", amount: "1,204.50 EUR", name: "Dana Whitfield" },
    "Dana Whitfield",
  ],
  [
    { priority: "high", channel: "EMAIL", category: "billing_issue", comment: "Please send it again" },
    "Please send it again",
  ],
  [{ id: uuid, locale: "ja-JP", text: "請求書はどこですか？", tag: "faq" }, "請求書はどこですか？"],
  [parseJson('{"order": 12345678901234567890, "total": 1e400}'), undefined],
  [{ dry_run: true, retries: 3, list: [], none: null }, undefined],
  [
    { meta: { trace: { subject: "A trace of the gateway" } }, subject: "Near subject of a run" },
    "Near subject of a run",
  ],
];

test.each(inputs)("the best text of %j is %s", (input, text) => expect(descriptiveText(input)).toBe(text));

test("the bytes of a file are no text", () => {
  const content = `iVBORw0KGgo${"A".repeat(200)}`;
  expect(descriptiveText({ photo: { content, size: 150, mime_type: "image/png" } })).not.toContain("iVBORw0KGgo");
  expect(descriptiveText({ photo: { content, size: 150 }, note: "Broken lamp" })).toBe("Broken lamp");
  expect(descriptiveText({ photo: { content, size: 150 } })).toBeUndefined();
});
