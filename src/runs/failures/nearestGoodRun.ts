import type { Run } from "../../api/schemas.ts";
import { isContainer, isNumber, numberKey } from "../../base/json/exactNumber.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { parseTime } from "../../model/isoTime.ts";

/** Number of values of an input that are compared. */
const mostValues = 500;
/** In characters: the part of a text whose words are compared. */
const longestText = 2_000;

/** A run that did well, and what it was chosen for: `the same input`. */
export interface GoodRun {
  run: Run;
  why: string;
}

/** Number of fields that are named. */
const mostNamed = 3;

/**
 * The completed run whose input is most like a run's own: an equal input first, then the one whose equal fields weigh
 * most, where a value that few runs have weighs more than one that nearly all have. Of those, the one whose texts have
 * most words in common, then the nearest in time.
 */
export function nearestGoodRun(run: Run, candidates: Iterable<Run>): GoodRun | undefined {
  const own = leavesOf(run.input);
  const good = [...candidates].filter(({ status, id }) => status === "completed" && id !== run.id);
  const inputs = good.map(({ input }) => leavesOf(input));
  const weights = new Map([...own].map(([path, value]) => [path, rarity(inputs, path, value)]));
  const began = parseTime(run.started_at);
  let best: { run: Run; equal: string[]; rank: readonly number[] } | undefined;
  for (const [at, candidate] of good.entries()) {
    const input = inputs[at]!;
    const equal = [...own.keys()].filter((path) => input.get(path) === own.get(path));
    const start = parseTime(candidate.started_at);
    const isSame = equal.length === own.size && input.size === own.size;
    const weight = equal.reduce((sum, path) => sum + weights.get(path)!, 0);
    const distance = began === undefined || start === undefined ? Infinity : Math.abs(start - began);
    // Words are only counted where they decide.
    const isBehind = best !== undefined && !isSame && weight < best.rank[1]!;
    if (isBehind) continue;
    const rank = [isSame ? 1 : 0, weight, isSame ? 1 : similarity(own, input), -distance];
    if (!best || isHigher(rank, best.rank)) best = { run: candidate, equal, rank };
  }
  if (!best) return undefined;
  const { equal, rank } = best;
  return { run: best.run, why: rank[0] === 1 ? "the same input" : whyOf(equal, weights, rank[2]!) };
}

/** Nothing for a value that all runs have, more the fewer have it. */
function rarity(inputs: readonly ReadonlyMap<string, string>[], path: string, value: string): number {
  const having = inputs.reduce((count, input) => (input.get(path) === value ? count + 1 : count), 0);
  return Math.log((inputs.length + 1) / (having + 1)) + 1e-3;
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at >= 0 && a[at]! > b[at]!;
}

/** `the same ticket_subject and currency`. */
function whyOf(equal: readonly string[], weights: ReadonlyMap<string, number>, common: number): string {
  const rarest = equal.toSorted((a, b) => weights.get(b)! - weights.get(a)!).slice(0, mostNamed);
  const names = rarest.map((path) => path.slice(1).replaceAll("/", ".")).filter((name) => name !== "");
  if (names.length > 0) return `the same ${new Intl.ListFormat("en-GB").format(names)}`;
  return common > sameForm ? "an input with similar words" : "its time: no run has a similar input";
}

/** How much a field counts as similar that both inputs have with different values. */
const sameForm = 0.1;

/**
 * How much two inputs have in common, from 0 to 1: the mean over all places that one of them has. Equal values count
 * 1, two texts as far as their words agree (Jaccard's index), a place with other values a little, since the inputs at
 * least have the same form.
 */
function similarity(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  const places = new Set([...a.keys(), ...b.keys()]);
  if (places.size === 0) return 1;
  let sum = 0;
  for (const place of places) {
    const [left, right] = [a.get(place), b.get(place)];
    if (left === undefined || right === undefined) continue;
    sum += left === right ? 1 : Math.max(sameForm, wordsInCommon(left, right));
  }
  return sum / places.size;
}

function wordsInCommon(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, longestText)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
}

/** The values of an input by their paths; places in lists keep their number. */
function leavesOf(input: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const stack: { path: string; value: unknown }[] = [{ path: "", value: input }];
  for (let next = stack.pop(); next && leaves.size < mostValues; next = stack.pop()) {
    const { path, value } = next;
    if (isContainer(value)) {
      const entries = Object.entries(value).slice(0, mostValues).toReversed();
      stack.push(...entries.map(([key, each]) => ({ path: `${path}/${key}`, value: each as unknown })));
    } else if (value !== undefined) {
      leaves.set(path, isNumber(value) ? numberKey(value) : (stringifyJson(value) ?? ""));
    }
  }
  return leaves;
}
