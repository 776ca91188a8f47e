import type { Run } from "../../api/schemas.ts";
import { isContainer, isNumber, numberKey } from "../../base/json/exactNumber.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { parseTime } from "../../model/isoTime.ts";

/** So many values of an input are compared. */
const mostValues = 500;
/** In characters: the part of a text whose words are compared. */
const longestText = 2_000;

/**
 * How much two inputs have in common, from 0 to 1: the mean over all places that one of them has. Equal values count
 * 1, two texts as far as their words agree (Jaccard's index), a place with other values a little, since the inputs at
 * least have the same form.
 */
export function inputSimilarity(a: unknown, b: unknown): number {
  return similarity(leavesOf(a), leavesOf(b));
}

/** The completed run whose input is most like a run's own; of equally similar ones, the nearest in time. */
export function nearestGoodRun(run: Run, candidates: Iterable<Run>): Run | undefined {
  const own = leavesOf(run.input);
  const began = parseTime(run.started_at);
  let best: { run: Run; similarity: number; distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.status !== "completed" || candidate.id === run.id) continue;
    const start = parseTime(candidate.started_at);
    const distance = began === undefined || start === undefined ? Infinity : Math.abs(start - began);
    const common = similarity(own, leavesOf(candidate.input));
    const isNearer = !best || common > best.similarity || (common === best.similarity && distance < best.distance);
    if (isNearer) best = { run: candidate, similarity: common, distance };
  }
  return best?.run;
}

/** What a place with two different values counts. */
const sameForm = 0.1;

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
