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
])("%j reads %j", (text, plain) => expect(plainMarkdown(text)).toBe(plain));
