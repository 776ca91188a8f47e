import { jsonPath } from "../../base/json/jsonPath.ts";
import { formatCount } from "../../model/counts.ts";
import { formatDuration } from "../../model/duration.ts";
import { jsonDifferences } from "../../runs/compare/bodies/jsonDifferences.ts";
import { rowSentence } from "../../runs/compare/bodies/rowSentence.ts";
import { type Comparison, type ComparisonRow, isDifference } from "../../runs/compare/comparison.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";
import { openJson } from "../../runs/values/prettyJson.ts";
import { differenceLines } from "../text/differenceLines.ts";
import { foldedJson } from "../text/foldedValue.ts";
import type { RunData } from "../text/runData.ts";
import { runLine } from "../text/runLine.ts";
import type { RunWithStory } from "./heldStories.ts";

const mostOutputs = 10;

/** Adds both runs, the first difference, counts, times, and the difference of the outputs. */
export function addOverview(
  data: RunData,
  a: RunWithStory,
  b: RunWithStory,
  { first, counts, times }: Comparison,
): void {
  const whole = (ms: number): string => formatDuration(ms);
  const { equal, changed, onlyInA, onlyInB, moved } = counts;
  const texts = [
    `A: ${runLine(a.run).slice(2)}`,
    `B: ${runLine(b.run).slice(2)}`,
    ...(first ? [`first difference: ${first.sentence}`] : []),
    `steps: ${equal} equal, ${changed} changed, ${onlyInA} only in A, ${onlyInB} only in B, ${moved} moved`,
    `time without waits: A ${whole(times.a.withoutWaits)}, B ${whole(times.b.withoutWaits)}`,
    ...outputLines(a.run.output, b.run.output),
  ];
  for (const text of texts) if (!data.add(text)) data.addStart(text);
}

/** What differs between the outputs, value by value. */
function outputLines(a: unknown, b: unknown): string[] {
  const [of, other] = [openJson(withoutBytes(a)) ?? null, openJson(withoutBytes(b)) ?? null];
  const found = jsonDifferences(of, other, { most: mostOutputs + 1 });
  if (found.length === 0) return ["outputs: equal"];
  const lines = found.slice(0, mostOutputs).map((each) => {
    const from = each.kind === "onlyInB" ? "nothing" : foldedJson(each.a, 200);
    const to = each.kind === "onlyInA" ? "nothing" : foldedJson(each.b, 200);
    return `  output${jsonPath(each.path).slice(1, 200)}: A ${from} → B ${to}`;
  });
  return [[`outputs differ:`, ...lines, ...(found.length > mostOutputs ? ["  …"] : [])].join("\n")];
}

/**
 * Adds the steps that differ, as far as the budget allows.
 *
 * @param from the row to begin with
 * @returns the row where the next part begins; `undefined` when all are in
 */
export function addDifferences(
  data: RunData,
  a: RunWithStory,
  b: RunWithStory,
  { rows }: Comparison,
  from: number,
): number | undefined {
  let shown = 0;
  for (let at = from; at < rows.length; at++) {
    const row = rows[at]!;
    if (!isDifference(row) || isSecondOfMoved(row)) continue;
    const text = rowText(row, a, b);
    if (!data.add(text) && (shown > 0 || data.addStart(text) === 0)) return at;
    shown += 1;
  }
  return undefined;
}

/** How many steps differ, in a sentence. */
export function differencesSentence({ counts: { differences } }: Comparison): string {
  if (differences === 0) return "The two runs have no different steps.";
  return `${formatCount(differences)} steps of the two runs differ.`;
}

function isSecondOfMoved(row: ComparisonRow): boolean {
  return row.kind === "moved" && row.side === "b";
}

/** A row that differs: where it is in both stories, and what differs. */
function rowText(row: ComparisonRow, a: RunWithStory, b: RunWithStory): string {
  const stepOf = ({ story }: RunWithStory, at: number | undefined) =>
    at === undefined ? undefined : story.slice(at, at + 1)[0];
  const [of, other] = [stepOf(a, row.a), stepOf(b, row.b)];
  const ids = [...(of ? [`A step ${of.id}`] : []), ...(other ? [`B step ${other.id}`] : [])].join(", ");
  const parts = "parts" in row ? row.parts : [];
  const lines = of && other ? differenceLines(of, other, parts) : [];
  return [`${ids}: ${rowSentence(row, a.story, b.story)}`, ...lines.map((line) => `  ${line}`)].join("\n");
}
