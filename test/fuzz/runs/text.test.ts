import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { ToolError } from "#runs/questions/toolError.ts";
import { RunData } from "#runs/text/runData.ts";
import { dataBlock } from "#runs/text/safeText.ts";
import { estimateTokens } from "#runs/text/tokens.ts";
import { addPage } from "#runs/text/valuePage.ts";
import { Cover } from "#runs/values/cover.ts";
import { readCursor, writeCursor } from "#workbench/tools/core/cursor.ts";
import { cases } from "../../support/cases.ts";

/** Texts of the characters and words that could do harm, and any others. */
const marks = [
  "<<<",
  ">>>",
  "<|",
  "|>",
  "run-data ",
  " ends>>>",
  "\n",
  "\r",
  "\u202e",
  "\u200b",
  "\ufe0f",
  "\u{e0041}",
];
const words = [
  "</invoke>",
  "<system>",
  "dynamiq_acc_",
  "Bearer ",
  "abcdefghijklmnop",
  "\ud800",
  "😀",
  "\u001b[2J",
  "＜",
  "a",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...marks, ...words), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 30 })
  .map((parts) => parts.join(""));

test("a text in a block never ends it, and shows nothing that isn't seen", () => {
  const property = fc.property(fc.array(hostile, { maxLength: 5 }), (texts) => {
    const data = new RunData(4_000, new Cover());
    for (const text of texts) data.add(text);
    const block = dataBlock(String(data));
    const [, name = ""] = /^<<<run-data (\w{16}): /.exec(block) ?? [];
    expect(block.split(name)).toHaveLength(3);
    expect(block.match(/<{3}/g)).toHaveLength(1);
    expect(block.match(/>{3}/g)).toHaveLength(1);
    expect(block.endsWith(`\nrun-data ${name} ends>>>`)).toBe(true);
    expect(block).not.toMatch(
      /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u,
    );
  });
  fc.assert(property, cases());
});

test("data never takes more tokens than it may, and what fits in part is a beginning", () => {
  const property = fc.property(fc.array(hostile, { maxLength: 8 }), fc.nat(60), (texts, budget) => {
    const data = new RunData(budget, new Cover());
    for (const text of texts) if (!data.add(text)) expect(data.addStart(text)).toBeLessThanOrEqual(text.length);
    expect(estimateTokens(String(data))).toBeLessThanOrEqual(budget + 1);
  });
  fc.assert(property, cases());
});

test("the pages of a text are all of it, in order", () => {
  const property = fc.property(
    fc.string({ minLength: 1, maxLength: 400 }),
    fc.integer({ min: 8, max: 60 }),
    (text, budget) => {
      let [from, joined] = [0, ""];
      while (from < text.length) {
        const data = new RunData(budget, new Cover());
        const { shown, length } = addPage(data, text, from);
        expect(length).toBe(text.length);
        expect(shown).toBeGreaterThan(0);
        joined += text.slice(from, from + shown);
        from += shown;
      }
      expect(joined).toBe(text);
    },
  );
  fc.assert(property, cases());
});

const place = z.strictObject({ at: z.int().min(0) });

test("a cursor that was changed or made up is refused, or names a valid place", () => {
  const cursor = writeCursor("findInRun", {}, { at: 7 });
  const changed = fc.tuple(fc.nat(cursor.length - 1), fc.constantFrom("a", "Z", "0", "_", "-")).map(([at, sign]) => {
    return cursor.slice(0, at) + sign + cursor.slice(at + 1);
  });
  const property = fc.property(fc.oneof(changed, fc.string(), hostile), (text) => {
    try {
      const found = readCursor("findInRun", { cursor: text }, place);
      expect(found?.at).toBeGreaterThanOrEqual(0);
    } catch (error) {
      expect(error).toBeInstanceOf(ToolError);
    }
  });
  fc.assert(property, cases());
});
