import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareStatuses } from "#model/status.ts";
import { writtenValue } from "#runs/query/completeQuery.ts";
import { listQueryOf, queryTextOf } from "#runs/query/listQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { cases } from "../../support/cases.ts";
import {
  endedRun,
  idsOf,
  indexForTest,
  type IndexOfTest,
  queryOf,
  textStep,
  toolStep,
} from "../../support/search/indexes.ts";

const pieces = fc.constantFrom(
  ..."\"|-|:|,|*|>|<|=|..|(|)|'|;|%|_|\\|{|}|^|+|~| |\n|tool:|status:|input.a:|input.|since:|until:|duration:|error:|OR|AND|NOT|NEAR(|--|/*|a|1|7d|é|退|\u0000|\ud83d".split(
    "|",
  ),
  "|",
);
let made: IndexOfTest;
beforeAll(async () => {
  made = indexForTest();
  await made.index.put({ run: endedRun("a", 1, { input: { a: 5, b: "x" } }), steps: [textStep(1, "a b c é 退款 1")] });
});
afterAll(() => made.dispose());

test("each name is written as a value that means it alone, also between others", () => {
  const names = fc
    .oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
    )
    .filter((name) => name.trim() !== "");
  fc.assert(
    fc.property(names, names, (name, other) => {
      const text = `-tool:${writtenValue(name)},${writtenValue(other)} word`;
      const { terms, problems } = parseQuery(text, 0);
      expect(problems).toEqual([]);
      expect(terms).toMatchObject([
        { kind: "name", values: [name, other].map((each) => ({ text: each, hasWildcards: false })) },
        { kind: "text", text: "word" },
      ]);
      const statuses = [...new Set([name, "running", "failed"])];
      expect(listQueryOf(queryTextOf({ statuses, userId: name }))).toEqual({
        statuses: statuses.toSorted(compareStatuses),
        userId: name,
      });
    }),
    cases(),
  );
});

const words = fc.constantFrom(
  "alpha",
  "alphabet",
  "beta",
  "Béta",
  "gamma",
  "退款",
  "delta-one",
  "x1",
  "ALPHA",
  "issue_refund",
);
const texts = fc
  .array(fc.tuple(words, fc.constantFrom(" ", ", ", "\n", "/", "_")), { maxLength: 8 })
  .map((all) => all.flat().join(""));
const documents = fc.array(
  fc.record({ said: fc.array(texts, { maxLength: 3 }), tool: words, amount: fc.integer({ min: 0, max: 9 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const wanted = fc.array(
  fc.oneof(
    words.map((word) => ({ query: word, kind: "word" as const, word })),
    words.map((word) => ({ query: `-${word}`, kind: "none" as const, word })),
    fc.tuple(words, words).map(([a, b]) => ({ query: `"${a} ${b}"`, kind: "phrase" as const, word: `${a} ${b}` })),
    words.map((word) => ({ query: `tool:${word}`, kind: "tool" as const, word })),
    fc.nat(9).map((amount) => ({ query: `input.amount:>${amount}`, kind: "amount" as const, word: String(amount) })),
  ),
  { minLength: 1, maxLength: 3 },
);

/** The words of a text, by the rules that docs/search.md gives. */
function tokens(text: string): string[] {
  const folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.match(/\p{Script=Han}|[a-z0-9]+/gu) ?? [];
}

function has(text: string, phrase: string, isBeginning: boolean): boolean {
  const [all, parts] = [tokens(text), tokens(phrase)];
  return all.some((_, from) =>
    parts.every((part, index) => {
      const token = all[from + index];
      return isBeginning && index === parts.length - 1 ? token?.startsWith(part) : token === part;
    }),
  );
}

test("random runs: the results are those of a plain scan, and each shown step has its match marked", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(documents, wanted, async (runs, terms) => {
      const index = made.open(`round-${++round % 50}`);
      await index.clear();
      for (const [number, { said, tool, amount }] of runs.entries()) {
        const steps = [...said.map((text, index) => textStep(index + 1, text)), toolStep(9, tool, {}, "")];
        await index.put({ run: endedRun(`id${number}`, number, { input: { amount } }), steps });
      }
      const expected = runs.flatMap(({ said, tool, amount }, number) => {
        const all = [...said, tool, `amount: ${amount}`];
        const isFound = terms.every(({ kind, word }) => {
          if (kind === "amount") return amount > Number(word);
          if (kind === "tool") return tool.toLowerCase() === word.toLowerCase();
          const isThere = all.some((text) => has(text, word, kind !== "phrase"));
          return kind === "none" ? !isThere : isThere;
        });
        return isFound ? [`id${number}`] : [];
      });
      const query = terms.map((term) => term.query).join(" ");
      expect(await idsOf(index, query)).toEqual(expected.toReversed());
      for (const { steps } of (await index.search(queryOf(query))).runs) {
        for (const { name, excerpt } of steps) expect([...name.ranges, ...excerpt.ranges]).not.toEqual([]);
      }
    }),
    cases(40),
  );
});
