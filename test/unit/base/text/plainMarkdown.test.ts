import { expect, test } from "vitest";
import { markdownInLine, plainMarkdown } from "../../../../src/base/text/plainMarkdown.ts";

test.each<[string, string]>([
  ["Refund **$620** to `customer-7421`?", "Refund $620 to customer-7421?"],
  ["See [the policy](https://example.com/p) and ![a receipt](r.png).", "See the policy and a receipt."],
  ["Call __init__ of a_b_c, 2 * 3 * 4, a ** b", "Call __init__ of a_b_c, 2 * 3 * 4, a ** b"],
  ["One `tick and [a bracket", "One `tick and [a bracket"],
  ["[The page](https://example.com/a_(b)) says", "The page says"],
  ["[[[[[", "[[[[["],
  ["", ""],
  ["## Refund\n\n> **Customer:** _Dana_", "Refund\n\nCustomer: Dana"],
  ["**Refund *today* for `a_*b*`**", "Refund today for a_*b*"],
  ["***Both*** and __Important__, ~~not this~~", "Both and Important, not this"],
  ["Match `*.ts` and `*.js`, 2*3*4", "Match *.ts and *.js, 2*3*4"],
  ["* one\n+ two\n- three", "- one\n- two\n- three"],
  ['```json\n{ "a_b": "*c*" }\n```', '{ "a_b": "*c*" }'],
  ["**Over\ntwo lines**", "Over\ntwo lines"],
  [
    'See [the policy](https://example.com/p "Refunds") or <https://example.com>',
    "See the policy or https://example.com",
  ],
  ["_see order_id_ of \\*this\\* \ue000", "see order_id of *this* \ue000"],
  ["A\n\n---\n\nB", "A\n\nB"],
])("%j reads %j", (text, plain) => expect(plainMarkdown(text)).toBe(plain));

test.each<[string, string]>([
  ["`code`", "code"],
  ["100\\%, 1\\. and\\!", "100\\%, 1. and!"],
  ["[the page](a.html)", "the page"],
  ["<https://a.example>", "https://a.example"],
  ["# Refund", "Refund"],
  ["> quoted", "quoted"],
  ["* one", "- one"],
  ["+ one", "- one"],
  ["_one_", "one"],
  ["~~one~~", "one"],
  ["a\n---\nb", "a\nb"],
  ["no mark\n\n\n\nat all", "no mark\n\nat all"],
])("%j with a single kind of mark reads %j, also in a line", (text, plain) => {
  expect([plainMarkdown(text), markdownInLine(text)]).toEqual([plain, plain]);
});

test("a table is left out of a line", () => {
  expect(markdownInLine("before\n| a | b |\nafter")).toBe("before\nafter");
});
