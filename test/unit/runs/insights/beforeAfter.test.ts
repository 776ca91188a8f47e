import { describe, expect, test } from "vitest";
import type { RunFacts } from "../../../../src/runs/facts/runFacts.ts";
import { causesOf } from "../../../../src/runs/failures/causes.ts";
import { compareAt, versionSplits } from "../../../../src/runs/insights/beforeAfter.ts";
import { verdictOf } from "../../../../src/runs/insights/verdict.ts";
import { ranAt } from "../../../support/failures/insightsRuns.ts";
import { seededNumbers } from "../../../support/failures/seededRuns.ts";

const split = { at: 1_000_000 };

/** 400 runs before and 150 after the split, of which a share fails. */
function runsWith(failing: readonly [before: number, after: number], slower = 1): RunFacts[] {
  const random = seededNumbers(5);
  const side = (count: number, from: number, share: number, factor: number): RunFacts[] =>
    Array.from({ length: count }, (_, n) => {
      const fails = n < count * share;
      const error = { type: "E", message: from === 0 ? "No answer" : "No access", place: "issue_refund" };
      return ranAt(`${from}-${n}`, from + n, (10_000 + 5_000 * random()) * factor, {
        ...(fails ? { status: "failed", error } : {}),
        tools: [{ name: "issue_refund", calls: 1, failed: fails ? 1 : 0, unfinished: 0, durations: [] }],
      });
    });
  return [...side(400, 0, failing[0], 1), ...side(150, split.at, failing[1], slower)];
}

const compared = (runs: readonly RunFacts[]) => compareAt(runs, split, causesOf(runs));
const words = (runs: readonly RunFacts[]): Record<string, string> =>
  Object.fromEntries(compared(runs).figures.map((figure) => [figure.name, verdictOf(figure).text]));

describe("runs before and after a split", () => {
  test("that differ are said to, in a word", () => {
    const runs = runsWith([0.03, 0.14], 1.5);
    expect(compared(runs).runs).toEqual([400, 150]);
    expect(words(runs)).toEqual({
      "Success rate": "Lower.",
      "Duration, median": "Slower.",
      "Duration, p95": "Slower.",
      "issue_refund fails": "More often.",
      "Wait for a person, median": "Nothing to compare: no answered input request before.",
    });
  });

  test("that are alike have no clear difference", () => {
    const runs = runsWith([0.05, 0.06]);
    for (const name of ["Success rate", "Duration, median", "issue_refund fails"])
      expect(words(runs)[name]).toBe("No clear difference.");
  });

  test("that are too few say so", () => {
    const runs = runsWith([0.03, 0.14]);
    const few = [...runs.slice(0, 400), ...runs.slice(540, 543)];
    expect(words(few)["Duration, median"]).toBe("Too few runs to tell (3).");
  });

  test("have causes that are new or gone", () => {
    const { causes } = compared(runsWith([0.03, 0.14]));
    expect(causes).toMatchObject({ before: 1, after: 1 });
    expect([causes.fresh.length, causes.gone.length]).toEqual([1, 1]);
    expect(causes.fresh).not.toEqual(causes.gone);
  });
});

test("a version begins with its first run", () => {
  const runs = [ranAt("a", 5, 1, { version: "42" }), ranAt("b", 3, 1, { version: "42" }), ranAt("c", 1, 1)];
  expect(versionSplits([...runs, ranAt("d", 2, 1, { version: "41" })])).toEqual([
    { at: 2, name: "version 41" },
    { at: 3, name: "version 42" },
  ]);
});
