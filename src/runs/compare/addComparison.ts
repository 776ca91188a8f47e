import { formatRunDuration } from "#model/duration.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { type Copy, copyData, type CopyOptions, layOut } from "#runs/text/copyLayout.ts";
import type { RunWithStory } from "#runs/text/heldStories.ts";
import type { RunData } from "#runs/text/runData.ts";
import { runLine } from "#runs/text/runLine.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import { lineDifferences } from "./bodies/jsonDifferences.ts";
import { type ComparedStep, differencesText, rowSentence, stepsOfRow, speakerName } from "./bodies/rowSentence.ts";
import { wordDifferences } from "./bodies/wordDifferences.ts";
import { compareStories } from "./compareStories.ts";
import { type ChangedPart, type ComparedRun, type Comparison, type ComparisonRow, isDifference } from "./comparison.ts";
import { partsOf } from "./keys/comparedParts.ts";

/** The run as it is compared; the bytes of files don't count. */
export function comparable({ run, story }: RunWithStory): ComparedRun {
  return { steps: story, run: { input: withoutBytes(run.input), output: withoutBytes(run.output) } };
}

/** Adds both runs, the first difference, counts and times. */
export function addOverview(
  data: RunData,
  a: RunWithStory,
  b: RunWithStory,
  { first, counts, times }: Comparison,
): void {
  const { equal, changed, onlyInA, onlyInB, moved, movedAndChanged } = counts;
  const both = movedAndChanged === 0 ? "" : ` (${movedAndChanged} of them changed, too)`;
  const texts = [
    `A: ${runLine(a.run, { last: a.story.slice(-maxSearchedSteps) }).slice(2)}`,
    `B: ${runLine(b.run, { last: b.story.slice(-maxSearchedSteps) }).slice(2)}`,
    ...(first ? [`first difference: ${first.sentence}`] : []),
    `steps, input and output: ${equal} equal, ${changed} changed, ${onlyInA} only in A, ${onlyInB} only in B, ${moved} moved${both}`,
    `time, not counting waits: A ${formatRunDuration(times.a.withoutWaits)}, B ${formatRunDuration(times.b.withoutWaits)}`,
  ];
  for (const text of texts) if (!data.add(text)) data.addStart(text);
}

/**
 * Adds the inputs, steps and outputs that differ, as far as the budget allows.
 *
 * @param from the row to begin with
 * @returns the row where the next part begins; `undefined` when all are in
 */
export function addDifferences(
  data: RunData,
  a: ComparedRun,
  b: ComparedRun,
  { rows }: Comparison,
  from: number,
): number | undefined {
  let shown = 0;
  for (let at = from; at < rows.length; at++) {
    const row = rows[at]!;
    if (!isDifference(row) || isSecondOfMoved(row)) continue;
    const text = differingRow(row, a, b);
    if (!data.add(text) && (shown > 0 || data.addStart(text) === 0)) return at;
    shown += 1;
  }
  return undefined;
}

/** How much differs, in a sentence. */
export function differencesSentence({ counts }: Comparison, a: RunWithStory, b: RunWithStory): string {
  if (counts.differences === 0) return "The two runs don't differ in input, steps or output.";
  return `${differencesText(counts, a.story.length, b.story.length)}.`;
}

function isSecondOfMoved(row: ComparisonRow): boolean {
  return row.kind === "moved" && row.side === "b";
}

/** A row that differs: where it is in both stories, and what differs. */
function differingRow(row: ComparisonRow, a: ComparedRun, b: ComparedRun): string {
  const { a: of, b: other } = stepsOfRow(row, a, b);
  const numberOf = (letter: string, at: number | undefined): string[] =>
    row.value || at === undefined ? [] : [`${letter} step ${at + 1}`];
  const numbers = [...(of ? numberOf("A", row.a) : []), ...(other ? numberOf("B", row.b) : [])].join(", ");
  const parts = "parts" in row ? row.parts : [];
  const lines = of && other ? differenceLines(of, other, parts) : [];
  const head = [numbers, rowSentence(row, a, b)].filter(Boolean).join(": ");
  return [head, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** How many lines of a part are shown, and how long each is, in characters. */
const maxLines = 8;
const maxLineLength = 160;

/** What differs between two steps, as lines with `-` for A and `+` for B. */
function differenceLines(a: ComparedStep, b: ComparedStep, parts: readonly ChangedPart[]): string[] {
  return parts.flatMap((part) => {
    const lines = partLines(part, a, b);
    const shown = lines.slice(0, maxLines).map((line) => rowText(line, maxLineLength));
    return [
      ...("value" in a ? [] : [`${part}:`]),
      ...shown,
      ...(lines.length > maxLines ? [`… ${lines.length - maxLines} more`] : []),
    ];
  });
}

function partLines(part: ChangedPart, a: ComparedStep, b: ComparedStep): string[] {
  const [of, other] = [partsOf(a), partsOf(b)];
  switch (part) {
    case "speaker":
      return [`- ${speakerName(a)}`, `+ ${speakerName(b)}`];
    case "status":
      return [`- ${of.status}`, `+ ${other.status}`];
    case "arguments":
      return valueLines(of.args, other.args);
    case "result":
    case "text":
      return valueLines(of.body, other.body);
  }
}

/** A text by word, anything else by line. */
function valueLines(a: unknown, b: unknown): string[] {
  const [of, other] = [opened(a), opened(b)];
  const signed = (sign: string, line: string | undefined): string[] => (line === undefined ? [] : [`${sign} ${line}`]);
  if ([of, other].every((value) => typeof value === "string" || value === undefined)) {
    const words = wordDifferences(asText(of), asText(other));
    const pieces = (sign: string, side: typeof words.a): string[] =>
      side.flatMap(([text, differs]) => (differs ? signed(sign, text) : []));
    return [...pieces("-", words.a), ...pieces("+", words.b)];
  }
  const rows = lineDifferences(of, other).filter(({ kind }) => kind !== "equal");
  return rows.flatMap((row) => [...signed("-", row.a), ...signed("+", row.b)]);
}

/** Two runs compared step by step: the first difference and counts, then what differs. */
export function comparisonCopy(a: RunWithStory, b: RunWithStory, where: string, options: CopyOptions): Copy {
  const data = copyData(options);
  const [of, other] = [comparable(a), comparable(b)];
  const comparison = compareStories(of, other);
  addOverview(data, a, b, comparison);
  const next = addDifferences(data, of, other, comparison, 0);
  const leftOut = next === undefined ? undefined : "Left out: later differences.";
  return layOut(
    `Two runs compared, ${where}. ${differencesSentence(comparison, a, b).replace(/\.$/, "")}`,
    data,
    leftOut,
    options,
  );
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A value opened as JSON. Of one that is too large to be kept, only the beginning can be compared. */
function opened(value: unknown): unknown {
  return value instanceof LargeValue ? value.text : (openJson(value) ?? undefined);
}
