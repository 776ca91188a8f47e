/** The few formulas of statistics that Insights needs, each with its source. */

/**
 * A quantile of sorted numbers, interpolated between its two neighbors (type 7 of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages", 1996: what R and NumPy do).
 *
 * @param rising in rising order @param share 0.5 for the median @returns `undefined` for no numbers
 */
export function quantile(rising: ArrayLike<number>, share: number): number | undefined {
  if (rising.length === 0) return undefined;
  const place = (rising.length - 1) * share;
  const below = Math.floor(place);
  const low = rising[below]!;
  const high = rising[Math.min(below + 1, rising.length - 1)]!;
  return low + (high - low) * (place - below);
}

/** Numbers in rising order. A typed array sorts numbers without a function, several times as fast as a list. */
export function sorted(numbers: readonly number[]): Float64Array {
  return Float64Array.from(numbers).sort();
}

/** So many of all. */
export interface Share {
  readonly hits: number;
  readonly all: number;
}

/**
 * Fisher's exact test of two shares ("On the Interpretation of χ² from Contingency Tables", 1922), two-sided as in R:
 * the sum of the probabilities of all tables with the same margins that are at most as likely as this one.
 *
 * @returns how likely chance alone makes a difference at least as large, from 0 to 1
 */
export function fisherExact(a: Share, b: Share): number {
  const hits = a.hits + b.hits;
  const logs = logFactorials(a.all + b.all);
  const lowest = Math.max(0, hits - b.all);
  const highest = Math.min(hits, a.all);
  const logOf = (x: number): number => choose(logs, a.all, x) + choose(logs, b.all, hits - x);
  // R allows for rounding by this much, so that tables that are equally likely count.
  const limit = logOf(a.hits) + 1e-7;
  const whole = choose(logs, a.all + b.all, hits);
  let sum = 0;
  for (let x = lowest; x <= highest; x++) {
    const log = logOf(x);
    if (log <= limit) sum += Math.exp(log - whole);
  }
  return Math.min(1, sum);
}

/**
 * The Mann-Whitney test of two samples ("On a Test of Whether one of Two Random Variables is Stochastically Larger than
 * the Other", 1947), two-sided, by the normal distribution with the corrections for ties and continuity.
 *
 * @returns how likely chance alone makes a difference at least as large; `undefined` for fewer than eight numbers in a
 *   sample, for which the approximation isn't good enough
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number | undefined {
  const [n, m] = [a.length, b.length];
  if (n < fewestForRanks || m < fewestForRanks) return undefined;
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length;) {
    let to = from + 1;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const count = to - from;
    const meanRank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) if (all[at]!.isA) rankSum += meanRank;
    ties += count ** 3 - count;
    from = to;
  }
  const u = rankSum - (n * (n + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return 1;
  const distance = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5);
  return twoSided(distance / Math.sqrt(variance));
}

const fewestForRanks = 8;

/**
 * The test of a high quantile: whether as many numbers of both samples are above the quantile of all of them, by
 * Fisher's exact test (Johnson, Verrill and Moore, "Two-Sample Rank Tests for Detecting Changes That Occur in a Small
 * Proportion of the Treated Population", 1987).
 */
export function quantileTest(a: readonly number[], b: readonly number[], share: number): number | undefined {
  if (a.length < fewestForRanks || b.length < fewestForRanks) return undefined;
  const limit = quantile(sorted([...a, ...b]), share)!;
  const above = (numbers: readonly number[]): Share => ({
    hits: numbers.filter((each) => each > limit).length,
    all: numbers.length,
  });
  return fisherExact(above(a), above(b));
}

/**
 * Probabilities of several tests as one family, so that one of many isn't taken for real by chance (Holm, "A Simple
 * Sequentially Rejective Multiple Test Procedure", 1979).
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, at) => at).sort((x, y) => probabilities[x]! - probabilities[y]!);
  const adjusted = Array<number>(probabilities.length).fill(1);
  let highest = 0;
  for (const [rank, at] of order.entries()) {
    highest = Math.max(highest, Math.min(1, probabilities[at]! * (probabilities.length - rank)));
    adjusted[at] = highest;
  }
  return adjusted;
}

function choose(logs: Float64Array, n: number, k: number): number {
  return logs[n]! - logs[k]! - logs[n - k]!;
}

function logFactorials(upTo: number): Float64Array {
  const logs = new Float64Array(upTo + 1);
  for (let n = 2; n <= upTo; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}

/** The chance of being further from the middle than `z` standard deviations, on both sides. */
function twoSided(z: number): number {
  return erfc(z / Math.SQRT2);
}

/** The complementary error function, right to 1.2e-7 of its value (Press et al., "Numerical Recipes", `erfcc`). */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const sum = terms.reduceRight((rest, term) => term + t * rest, 0);
  return t * Math.exp(-x * x + sum);
}
