import { describe, expect, test } from "vitest";
import {
  fisherExact,
  holm,
  mannWhitney,
  quantile,
  quantileTest,
  sorted,
} from "../../../../src/runs/insights/statistics.ts";
import { seededNumbers } from "../../../support/failures/seededRuns.ts";

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => from + n);

test("quantiles are those of R and NumPy", () => {
  expect(quantile(sorted([4, 1, 3, 2]), 0.5)).toBe(2.5);
  expect(quantile(range(11), 0.95)).toBeCloseTo(9.5);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([], 0.5)).toBeUndefined();
});

describe("Fisher's exact test gives the value of R's fisher.test", () => {
  test.each([
    // The lady tasting tea.
    [3, 4, 1, 4, 0.4857143],
    // Convictions of like-sex twins, as in the documentation of R.
    [2, 12, 15, 18, 0.0005367241],
    [1, 10, 11, 14, 0.002759456],
    [0, 5, 0, 5, 1],
    [5, 5, 0, 5, 0.007936508],
  ])("for %i of %i and %i of %i", (hitsA, allA, hitsB, allB, expected) => {
    const p = fisherExact({ hits: hitsA, all: allA }, { hits: hitsB, all: allB });
    expect(p).toBeCloseTo(expected, 4);
    expect(fisherExact({ hits: hitsB, all: allB }, { hits: hitsA, all: allA })).toBeCloseTo(p, 9);
  });

  test("also for thousands of runs", () => {
    expect(fisherExact({ hits: 9_670, all: 10_000 }, { hits: 9_500, all: 10_000 })).toBeLessThan(1e-6);
    expect(fisherExact({ hits: 9_500, all: 10_000 }, { hits: 9_501, all: 10_000 })).toBeGreaterThan(0.9);
  });
});

describe("the Mann-Whitney test", () => {
  test("gives the value of R's wilcox.test without the exact table", () => {
    const a = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const b = [1.15, 0.88, 0.9, 0.74, 1.21, 1.02, 1.33, 1.0];
    // U is 55 of 80, 1.2884 deviations from the middle.
    expect(mannWhitney(a, b)).toBeCloseTo(0.197621, 5);
    expect(mannWhitney(b, a)).toBeCloseTo(0.197621, 5);
  });

  test("finds a shift, none between equal samples, and says nothing of few numbers", () => {
    expect(mannWhitney(range(30), range(30, 20))).toBeLessThan(0.001);
    expect(mannWhitney(Array(9).fill(3), Array(12).fill(3))).toBe(1);
    expect(mannWhitney(range(7), range(20))).toBeUndefined();
  });
});

test("a change of the slowest runs alone is found by the test of the quantile", () => {
  const before = range(400);
  const after = [...range(180), ...range(20, 5_000)];
  expect(quantileTest(before, after, 0.95)).toBeLessThan(0.001);
  expect(quantileTest(before, range(400), 0.95)).toBeCloseTo(1);
  expect(quantileTest([1], before, 0.95)).toBeUndefined();
});

test("in samples without a difference, a test claims one in about one of twenty cases", () => {
  const random = seededNumbers(11);
  const sample = (): number[] => Array.from({ length: 40 }, random);
  const claims = range(400).filter(() => mannWhitney(sample(), sample())! < 0.05).length;
  expect(claims).toBeGreaterThan(5);
  expect(claims).toBeLessThan(35);
});

test("of several tests, Holm's method keeps the order and never lowers a probability", () => {
  expect(holm([0.01, 0.04, 0.03, 0.5])).toEqual([0.04, 0.09, 0.09, 0.5]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
});
