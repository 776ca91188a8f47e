import { expect, test } from "vitest";
import { plainMarkdown } from "../../../../src/base/text/plainMarkdown.ts";

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
