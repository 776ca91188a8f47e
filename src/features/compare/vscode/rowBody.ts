import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { markdownInLine, plainMarkdown } from "#base/text/plainMarkdown.ts";
import type { DiffBlock, RowBody, Side, StepCell } from "#features/compare/page/compareViews.ts";
import { withoutUnblocked } from "#model/block.ts";
import { callEnding } from "#model/callStates.ts";
import { formatCount } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { type ComparedStep, rowSentence, speakerName, stepsOfRow } from "#runs/compare/bodies/rowSentence.ts";
import { type MarkedPiece, wordDifferences } from "#runs/compare/bodies/wordDifferences.ts";
import type { ChangedPart, ComparedRun, ComparisonRow, ValueStep } from "#runs/compare/comparison.ts";
import { partsOf } from "#runs/compare/keys/comparedParts.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep, TextStep } from "#runs/story/storySteps.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { stepView } from "#workbench/panel/vscode/story/stepView.ts";
import { diffBlocks } from "./diffBlocks.ts";
import { timeChange } from "./timeChange.ts";

/** The content of a row: reads its steps, and compares them. */
export function rowBody(row: ComparisonRow, a: ComparedRun, b: ComparedRun): RowBody {
  const { a: stepOfA, b: stepOfB, name } = stepsOfRow(row, a, b);
  const parts = "parts" in row ? row.parts : [];
  const cells = stepOfA && stepOfB ? cellsOf(stepOfA, stepOfB, parts) : [];
  const shown = (side: Side): boolean => row.kind !== "moved" || row.side === side;
  const cell = (side: Side, step: ComparedStep | undefined, compared: StepCell | undefined): StepCell | undefined =>
    step && shown(side) ? withTime(compared ?? stepCell(step), row.times[side]) : undefined;
  const [cellOfA, cellOfB] = [cell("a", stepOfA, cells[0]), cell("b", stepOfB, cells[1])];
  // A moved step shows its time at its position in B.
  const time = shown("b") ? timeChange(row.times.a, row.times.b) : undefined;
  const sentence = rowSentence(row, a, b);
  return {
    name,
    a: cellOfA,
    b: cellOfB,
    time,
    changes: sentence === "" ? undefined : sentence.slice(`${name}: `.length),
  };
}

/** Both cells of a pair, with what differs marked in them. */
function cellsOf(a: ComparedStep, b: ComparedStep, parts: readonly ChangedPart[]): [StepCell, StepCell] {
  const [of, other] = [partsOf(a), partsOf(b)];
  const texts = parts.includes("text") && "growing" in a && "growing" in b ? marked(a, b) : undefined;
  const pairs = [
    ...(parts.includes("arguments") ? [diffBlocks(a.kind === "tool" ? "Input" : "Asked", of.args, other.args)] : []),
    ...(parts.includes("result") || (parts.includes("text") && !texts)
      ? [diffBlocks(bodyLabel(a), of.body, other.body)]
      : []),
  ];
  const withBlocks = (cell: StepCell, side: Side): StepCell => {
    const blocks = pairs.flatMap((pair): DiffBlock[] => (pair[side] ? [pair[side]] : []));
    // The line after the name would have the same value once more.
    const { summary, ...short } = cell;
    const shown = blocks.length > 0 && (a.kind === "input" || a.kind === "output") ? short : { ...short, summary };
    const who = parts.includes("speaker") ? speakerName(side === "a" ? a : b) || "no speaker" : undefined;
    return { ...shown, blocks: blocks.length > 0 ? blocks : undefined, who };
  };
  return [withBlocks(stepCell(a, texts?.a), "a"), withBlocks(stepCell(b, texts?.b), "b")];
}

function bodyLabel({ kind }: ComparedStep): string {
  return kind === "tool" ? "Result" : kind === "input" ? "Input" : kind === "output" ? "Output" : "Content";
}

/** In characters. Longer texts aren't compared by word, because nobody would read all of it here. */
const maxComparedLength = 20_000;

/** Markdown without its marks, unless these alone differ. */
function marked(a: TextStep, b: TextStep): Record<Side, readonly MarkedPiece[]> {
  const [textOfA, textOfB] = [a, b].map(({ text }) => text.slice(0, maxComparedLength)) as [string, string];
  const [plainOfA, plainOfB] = [plainMarkdown(textOfA), plainMarkdown(textOfB)];
  const isPlain = !a.code && !b.code && plainOfA !== plainOfB;
  const { a: ofA, b: ofB } = isPlain ? wordDifferences(plainOfA, plainOfB) : wordDifferences(textOfA, textOfB);
  return { a: shortened(ofA), b: shortened(ofB) };
}

function withTime(cell: StepCell, time: number | undefined): StepCell {
  return time === undefined ? cell : { ...cell, duration: formatDuration(time) };
}

/** In characters: so much of a text that is equal in both runs stays beside what differs. */
const contextLength = 160;
/** In characters. A longer equal piece is shortened. */
const maxEqualLength = 3 * contextLength;
/** In characters: so much of one text is shown in all. */
const maxShownLength = 4_000;

/** A text without the middle of what is long and equal, and without what is left after much of it. */
function shortened(pieces: readonly MarkedPiece[]): MarkedPiece[] {
  const short = pieces.map((piece, index): MarkedPiece => {
    const [text, differs] = piece;
    if (differs || text.length <= maxEqualLength) return piece;
    const before = index === 0 ? "" : text.slice(0, contextLength);
    const after = index === pieces.length - 1 ? "" : text.slice(-contextLength);
    const left = text.length - before.length - after.length;
    return [`${before} … ${formatCount(left)} equal characters … ${after}`.trim(), false];
  });
  const shown: MarkedPiece[] = [];
  let room = maxShownLength;
  for (const [text, differs] of short) {
    if (room <= 0) break;
    shown.push([text.length > room ? `${text.slice(0, room)}…` : text, differs]);
    room -= text.length;
  }
  return shown;
}

/** In characters: so much of a step that is equal in both runs is shown, in one line. */
const maxLineLength = 300;

/** A step as its column shows it, in a line. @param text prose, in which what differs is marked */
export function stepCell(step: ComparedStep, text?: readonly MarkedPiece[]): StepCell {
  if ("value" in step) return valueCell(step);
  const view = stepView(step, "");
  const icon = step.kind;
  if (text !== undefined) return { icon, text };
  if (view.kind === "tool") return { icon, name: view.name, summary: callLine(view) };
  if (view.kind === "other") return { icon, name: view.type, summary: line(view.text) };
  return { icon, text: [[line(proseOf(step, view)), false]] };
}

function valueCell({ kind, value }: ValueStep): StepCell {
  const isNothing = value === undefined || value === null;
  const summary = isNothing ? "none" : line(stringifyJson(withoutUnblocked(value)) ?? "");
  return kind === "input"
    ? { icon: "started", name: "Input", summary }
    : { icon: "completed", name: "Output", summary };
}

/** A step in words, unless it is a call. */
function proseOf(step: StoryStep, view: Exclude<StepView, { kind: "tool" | "other" }>): string {
  if ("growing" in view) return view.code ? view.text : markdownInLine(view.text.slice(0, 4 * maxLineLength));
  const { title: plain, values } = stepParts(step);
  // A step without values says only what it is.
  const title = "title" in view && values.length > 0 ? view.title : plain;
  const words = view.kind === "failed" ? [view.code, view.reason ?? view.message] : ["text" in view ? view.text : ""];
  return [title, ...words].filter(Boolean).join(": ");
}

function callLine(view: Extract<StepView, { kind: "tool" }>): string {
  const why = view.failure ?? view.reason;
  return [view.summary, callEnding(view.state), why].filter(Boolean).join(" · ");
}

function line(text: string): string {
  return oneLine(text, maxLineLength);
}
