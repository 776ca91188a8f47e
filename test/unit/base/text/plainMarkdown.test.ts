import { expect, test } from "vitest";
import { markdownInLine, plainMarkdown, tableInLine } from "#base/text/plainMarkdown.ts";

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
  ["a\n---\nb", "a\nb"],
  ["a\n- - -\nb", "a\nb"],
  ["a\n===\nb", "a\nb"],
])("%j with a single kind of mark reads %j, also in a line", (text, plain) => {
  expect([plainMarkdown(text), markdownInLine(text)]).toEqual([plain, plain]);
});

test("a list keeps its dashes in several lines", () => {
  expect(plainMarkdown("* one\n  + two\n- three")).toBe("- one\n  - two\n- three");
});

/** As a row shows it: in one line. */
const line = (text: string): string => markdownInLine(text).replaceAll(/\s+/g, " ");

test.each<[string, string]>([
  ["- **Order**: 7\n- **Total**: 480", "Order: 7; Total: 480"],
  ["Done:\n\n* first\n  + inner\n\nThat is all.", "Done: first; inner; That is all."],
  ["**Summary**\r\n-   It works.\r\n- [x] paid\r\n- [ ] sent", "Summary: It works. paid; sent"],
  ["**Summary:**\n- a line\n  that goes on\n- another", "Summary: a line that goes on; another"],
  ["1. one\n2. two", "1. one 2. two"],
  ["a - b -- c\n-5 degrees", "a - b -- c -5 degrees"],
  ["Run:\n```\n- kept\n```\n- done", "Run: - kept: done"],
])("%j has no dashes of a list in a line: %j", (text, plain) => expect(line(text)).toBe(plain));

test("a table is left out of a line, and has one of its own", () => {
  expect(markdownInLine("before\n| a | b |\nafter")).toBe("before\nafter");
  const table = "| Item | Sum |\n|---|---:|\n| Fee | **7** |\n";
  expect(markdownInLine(table)).toBe("");
  expect(tableInLine(table).replaceAll(/\s+/g, " ")).toBe("Item | Sum; Fee | 7");
});
