import { describe, expect, test } from "vitest";
import { compareAt } from "#features/insights/core/beforeAfter.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { causesOf } from "#runs/failures/causes.ts";
import { ranAt } from "../../../../support/failures/insightsRuns.ts";
import { seededNumbers } from "../../../../support/failures/seededRuns.ts";

const split = 1_000_000;

/** 400 runs before and 150 after the split, of which a share fails. */
function runsWith(failing: readonly [before: number, after: number]): RunFacts[] {
  const random = seededNumbers(5);
  const side = (count: number, from: number, share: number): RunFacts[] =>
    Array.from({ length: count }, (_, n) => {
      const fails = n < count * share;
      const error = { type: "E", message: from === 0 ? "No answer" : "No access", place: "issue_refund" };
      return ranAt(`${from}-${n}`, from + n, 10_000 + 5_000 * random(), {
        ...(fails ? { status: "failed", error } : {}),
        tools: [{ name: "issue_refund", calls: 1, failed: fails ? 1 : 0, unfinished: 0, durations: [] }],
      });
    });
  return [...side(400, 0, failing[0]), ...side(150, split, failing[1])];
}

const compared = (runs: readonly RunFacts[]) => compareAt(runs, split, causesOf(runs));

describe("runs before and after a split", () => {
  test("have their figures side by side, with what each is made from", () => {
    const { figures, runs } = compared(runsWith([0.05, 0.2]));
    expect(runs).toEqual([400, 150]);
    expect(figures.map(({ name, of, counts }) => [name, of, counts])).toEqual([
      ["Success rate", "run", [400, 150]],
      ["Median duration", "run", [400, 150]],
      ["Duration, p95", "run", [400, 150]],
      ["issue_refund fails", "call", [400, 150]],
      ["Median wait for an answer", "answer", [0, 0]],
    ]);
    const [success, median, , refund, wait] = figures;
    expect([success, refund]).toMatchObject([
      { before: 0.95, after: 0.8 },
      { before: 0.05, after: 0.2 },
    ]);
    expect(median!.before).toBeGreaterThan(10_000);
    expect(wait).toMatchObject({ before: undefined, after: undefined });
  });
});
