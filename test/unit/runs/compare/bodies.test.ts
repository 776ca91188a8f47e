import { describe, expect, test } from "vitest";
import { jsonPath } from "#base/json/jsonPath.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { jsonDifferences, lineDifferences } from "#runs/compare/bodies/jsonDifferences.ts";
import { wordDifferences } from "#runs/compare/bodies/wordDifferences.ts";

/** One difference a line: its path, and both values. */
function differences(a: string, b: string): string[] {
  const text = (value: unknown): string => (value === undefined ? "-" : stringifyJson(value));
  return jsonDifferences(parseJson(a), parseJson(b), 100).map(
    (each) => `${jsonPath(each.path)} ${text(each.a)} → ${text(each.b)}`,
  );
}

/** The lines of both sides. */
function lines(a: string, b: string): string[] {
  return lineDifferences(parseJson(a), parseJson(b)).flatMap(({ kind, a: of, b: other }) => {
    if (kind === "equal") return [`  ${of}`];
    return [...(of === undefined ? [] : [`- ${of}`]), ...(other === undefined ? [] : [`+ ${other}`])];
  });
}

describe("JSON", () => {
  test("fields that changed, came and went, by path", () => {
    expect(differences('{"a":1,"b":{"c":[1,2,3]},"d":null}', '{"b":{"c":[1,3,4]},"a":2,"e":"x"}')).toEqual([
      "$.a 1 → 2",
      "$.b.c[1] 2 → -",
      "$.b.c[2] - → 4",
      "$.d null → -",
      '$.e - → "x"',
    ]);
  });

  test("numbers by their exact value, whatever their notation", () => {
    expect(differences('{"id":12345678901234567890,"n":1.0}', '{"id":12345678901234567891,"n":1}')).toEqual([
      "$.id 12345678901234567890 → 12345678901234567891",
    ]);
  });

  test("ids and times don't count", () => {
    const a = '{"run_id":"x1","at":"2026-11-26T10:00:00Z","ms":3,"duration_ms":5,"day":"2026-11-26"}';
    const b = '{"run_id":"x2","at":"2026-11-27T11:30:00Z","ms":3,"duration_ms":7,"day":"2026-11-27"}';
    expect(differences(a, b)).toEqual(['$.day "2026-11-26" → "2026-11-27"']);
    expect(lines(a, b).filter((line) => !line.startsWith(" "))).toEqual([
      '-   "day": "2026-11-26"',
      '+   "day": "2026-11-27"',
    ]);
  });

  test("lines of both sides, as an editor compares them", () => {
    const a = '{"limit_usd":500,"above":"approval","source":"policy/refunds-us.md"}';
    const b = '{"limit_usd":1000,"above":"approval","source":"policy/refunds-eu.md","note":["x"]}';
    expect(lines(a, b)).toEqual([
      "  {",
      '-   "limit_usd": 500,',
      '+   "limit_usd": 1000,',
      '    "above": "approval",',
      '-   "source": "policy/refunds-us.md"',
      '+   "source": "policy/refunds-eu.md",',
      '+   "note": [',
      '+     "x"',
      "+   ]",
      "  }",
    ]);
  });
});

describe("words", () => {
  /** What differs in brackets. */
  function words(a: string, b: string): [string, string] {
    const pieces = wordDifferences(a, b);
    const text = (side: "a" | "b"): string =>
      pieces[side].map(([piece, differs]) => (differs ? `[${piece}]` : piece)).join("");
    expect(pieces.a.map(([piece]) => piece).join("")).toBe(a);
    expect(pieces.b.map(([piece]) => piece).join("")).toBe(b);
    return [text("a"), text("b")];
  }

  /** What differs is in brackets. 62 pieces are marked. */
  const recorded: readonly (readonly [a: string, b: string])[] = [
    ["The policy asks for approval above [$500].", "The policy asks for approval above [$1,000]."],
    ["We refund [$480] to your card.", "We refund [$620] to your card[ today]."],
    ["[Two charges exist for one order].", "[Something else]."],
    [
      "The refund was [approved]. I'll [issue it now].",
      "The refund was [**rejected**]. I'll [tell the customer why, without blame].",
    ],
    [
      "I['ll look at the customer, the orders ]and the policy [before I decide].",
      "[First ]I[ check who wrote, what they bought, ]and [what ]the policy [says].",
    ],
    [
      "[We are sorry for the double charge. A refund of $480 was issued today].",
      "[All settled: you get it back within five days].",
    ],
    [
      "Hello [Dana,\n\nyou were charged twice, and the second charge was our mistake].",
      "Hello [Amir,\n\nwe looked at the charges of `ord_1` and cannot refund $480].",
    ],
    ["x = 1, y = [2], z = [3]", "x = 1, y = [5], z = [7]"],
    ["a [b] c [d] e [f]", "a [x] c [y] e [z]"],
    ["[Yes], it [is].", "[No], it [isn't]."],
    ["Reply in [German, formal] address.", "Reply in [French, informal] address."],
    ["退款[已批准]。", "退款[被拒绝]。"],
    [
      "The [shipment is late]. It is [in Graz ]and [comes on Monday].",
      "The [parcel was lost]. It is [nowhere ]and [never comes].",
    ],
    [
      "Paid [3] of [5] invoices on 2026-11-[12] by [card].",
      "Paid [4] of [6] invoices on 2026-11-[13] by [bank transfer].",
    ],
    [
      "The order [is in good order], there is [nothing ]you [need] to [do].",
      "The order [was not found], [and ]there is [something that ]you [have] to [send us: the number of the invoice].",
    ],
  ];

  test.each(recorded)("a person reads a replaced half sentence as a whole: %s", (a, b) => {
    const [of, other] = [a, b].map((text) => text.replaceAll(/[[\]]/g, "")) as [string, string];
    expect(words(of, other)).toEqual([a, b]);
  });

  test("long texts are compared by line first, and stay whole", () => {
    const lines = (word: string): string =>
      Array.from({ length: 20_000 }, (_, at) => `line ${at} ${at % 7_000 === 9 ? word : "as ever"}\n`).join("");
    const [a, b] = words(lines("old"), lines("new"));
    expect(a.match(/\[.*?\]/gs)).toEqual(["[old]", "[old]", "[old]"]);
    expect(b.match(/\[.*?\]/gs)).toEqual(["[new]", "[new]", "[new]"]);
    expect(words("a".repeat(300_000), "b".repeat(300_000))[0]).toMatch(/^\[a+\]$/);
  });
});
