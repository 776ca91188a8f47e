import type { Run } from "#api/schemas.ts";
import { isContainer, isNumber, numberKey } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { listed } from "#base/text/listed.ts";
import { parseTime } from "#model/isoTime.ts";

/** Number of values of an input that are compared. */
const maxValues = 500;
/** In characters: the part of a text whose words are compared. */
const maxTextLength = 2_000;

/** A run that did well, and what it was chosen for: `the same input`. */
export interface GoodRun {
  run: Run;
  why: string;
}

/** Number of fields that are named. */
const maxNamed = 3;

/** The completed run whose input is most like a run's own. Of those as alike, the nearest in time. */
export function nearestGoodRun(run: Run, candidates: Iterable<Run>): GoodRun | undefined {
  const own = leavesOf(run.input);
  const began = parseTime(run.started_at) ?? Infinity;
  let best: { run: Run; input: ReadonlyMap<string, string>; alike: number; distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.status !== "completed" || candidate.id === run.id) continue;
    const input = leavesOf(candidate.input);
    const alike = similarity(own, input);
    const distance = Math.abs((parseTime(candidate.started_at) ?? 0) - began);
    if (!best || alike > best.alike || (alike === best.alike && distance < best.distance))
      best = { run: candidate, input, alike, distance };
  }
  return best && { run: best.run, why: whyOf(own, best.input, best.alike) };
}

/** `the same ticket_subject and currency`. */
function whyOf(own: ReadonlyMap<string, string>, input: ReadonlyMap<string, string>, alike: number): string {
  if (alike === 1) return "the same input";
  const equal = [...own.keys()].filter((path) => input.get(path) === own.get(path)).slice(0, maxNamed);
  const names = equal.map((path) => path.slice(1).replaceAll("/", ".")).filter((name) => name !== "");
  if (names.length > 0) return `the same ${listed(names)}`;
  return alike > sameForm ? "similar words in its input" : "the nearest start time (no run has a similar input)";
}

/** How much a field counts that both inputs have with different values: at least, and for texts of the same words. */
const [sameForm, sameWords] = [0.1, 0.99];

/** The mean over all paths of two inputs, from 0 to 1: equal values count 1, texts as far as their words agree. */
function similarity(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  const paths = new Set([...a.keys(), ...b.keys()]);
  if (paths.size === 0) return 1;
  let sum = 0;
  for (const path of paths) {
    const [left, right] = [a.get(path), b.get(path)];
    if (left === undefined || right === undefined) continue;
    sum += left === right ? 1 : Math.max(sameForm, sameWords * wordsInCommon(left, right));
  }
  return sum / paths.size;
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
      .slice(0, maxTextLength)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
}

/** The values of an input by their paths; items of lists keep their number. */
function leavesOf(input: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const stack: { path: string; value: unknown }[] = [{ path: "", value: input }];
  for (let next = stack.pop(); next && leaves.size < maxValues; next = stack.pop()) {
    const { path, value } = next;
    if (isContainer(value)) {
      const entries = Object.entries(value).slice(0, maxValues).toReversed();
      stack.push(...entries.map(([key, each]) => ({ path: `${path}/${key}`, value: each as unknown })));
    } else if (value !== undefined) {
      leaves.set(path, isNumber(value) ? numberKey(value) : (stringifyJson(value) ?? ""));
    }
  }
  return leaves;
}
