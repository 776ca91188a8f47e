import { expect, test } from "vitest";
import { markdownInLine, plainMarkdown } from "../../../../src/base/text/plainMarkdown.ts";

test.each<[string, string]>([
  ["Refund **$620** to `customer-7421`?", "Refund $620 to customer-7421?"],
  ["See [the policy](https://example.com/p) and ![a receipt](r.png).", "See the policy and a receipt."],
  ["[[[[[", "[[[[["],
  ["## Refund\n\n> **Customer:** _Dana_", "Refund\n\nCustomer: Dana"],
  ["**Refund *today* for `a_*b*`**", "Refund today for a_*b*"],
  ["Match `*.ts` and `*.js`, 2*3*4", "Match *.ts and *.js, 2*3*4"],
  ['```json\n{ "a_b": "*c*" }\n```', '{ "a_b": "*c*" }'],
  [
    'See [the policy](https://example.com/p "Refunds") or <https://example.com>',
    "See the policy or https://example.com",
  ],
  ["_see order_id_ of \\*this\\* \ue000", "see order_id of *this* \ue000"],
])("%j reads %j", (text, plain) => expect(plainMarkdown(text)).toBe(plain));

test.each<[string, string]>([
  ["`code`", "code"],
  ["100\\%, 1\\. and\\!", "100\\%, 1. and!"],
  ["[the page](a.html)", "the page"],
  ["<https://a.example>", "https://a.example"],
  ["* one", "- one"],
  ["a\n---\nb", "a\nb"],
])("%j with a single kind of mark reads %j, also in a line", (text, plain) => {
  expect([plainMarkdown(text), markdownInLine(text)]).toEqual([plain, plain]);
});

test("a table is left out of a line", () => {
  expect(markdownInLine("before\n| a | b |\nafter")).toBe("before\nafter");
});
