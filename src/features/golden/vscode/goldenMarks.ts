import type { Run } from "#api/schemas.ts";
import { formatCount } from "#model/counts.ts";
import { type ComparedStep, stepDifference } from "#runs/compare/bodies/rowSentence.ts";
import { type ComparisonRow, isChanged, type ValueRow } from "#runs/compare/comparison.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { IconName } from "#ui/icons.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import type { NoteMark } from "#workbench/panel/page/noteViews.ts";
import type { EndedRun } from "./endedRun.ts";

/** A mark at a step that differs from the golden run, or that broke a check. */
export interface GoldenMark extends Omit<NoteMark, "icon"> {
  /** `removed`: the golden run has steps after this one that the run doesn't have. */
  kind: "changed" | "added" | "removed" | "moved" | "broken";
}

const iconOfKind: Readonly<Record<GoldenMark["kind"], IconName>> = {
  changed: "diff-modified",
  added: "diff-added",
  removed: "diff-removed",
  moved: "arrow-swap",
  broken: "beaker",
};

export function withIcon(mark: GoldenMark): NoteMark {
  return { ...mark, icon: iconOfKind[mark.kind] };
}

type Steps = readonly StoryStep[];

const goldenLead = "Golden run: ";

/**
 * The marks at the steps of a run, in its order. The step before a missing one names it. The input is marked at the
 * first step, the output at the last.
 *
 * @param maxMarks there are no more of them
 */
export function goldenMarks(
  rows: readonly ComparisonRow[],
  golden: EndedRun,
  { run, steps }: EndedRun,
  maxMarks: number,
): GoldenMark[] {
  const marks: GoldenMark[] = [];
  let before: StoryStep | undefined;
  let missing: string[] = [];
  const tellMissing = (): void => {
    const at = before ?? steps[0];
    if (missing.length > 0 && at) marks.push({ id: at.id, kind: "removed", text: missingText(missing, !before) });
    missing = [];
  };
  for (const row of rows) {
    if (marks.length >= maxMarks) return marks;
    if (row.kind === "onlyInA") missing.push(stepParts(golden.steps[row.a]!).called);
    if (row.value) {
      tellMissing();
      const step = row.value === "input" ? steps[0] : steps.at(-1);
      const text = valuePieces(row, golden.run, run);
      if (step && text) marks.push({ id: step.id, kind: "changed", text });
      continue;
    }
    if (row.b === undefined || (row.kind === "moved" && row.side === "a")) continue;
    tellMissing();
    const step = steps[row.b]!;
    const mark = markOf(row, golden.steps, step);
    if (mark) marks.push({ id: step.id, ...mark });
    before = step;
  }
  tellMissing();
  return marks;
}

/** *get_policy and 2 more steps followed here* */
function missingText([first = "", ...more]: readonly string[], isFirst: boolean): TextPiece[] {
  const others =
    more.length === 0 ? "" : ` and ${formatCount(more.length)} more ${more.length === 1 ? "step" : "steps"}`;
  return [
    { text: goldenLead },
    { text: first, code: true },
    { text: `${others} ${isFirst ? "came before" : "followed here"}` },
  ];
}

/** *output amount was 480, now 620* */
function valuePieces(row: ValueRow, golden: Run, run: Run): TextPiece[] | undefined {
  if (row.kind !== "changed") return undefined;
  const { value: kind, parts } = row;
  const pieces = changePieces(parts, { kind, value: golden[kind] }, { kind, value: run[kind] });
  return [{ text: `${goldenLead}${kind} ` }, ...pieces];
}

function markOf(
  row: Exclude<ComparisonRow, ValueRow>,
  golden: Steps,
  step: StoryStep,
): Omit<GoldenMark, "id"> | undefined {
  switch (row.kind) {
    case "onlyInB":
      return { kind: "added", text: [{ text: `${goldenLead}no such step` }] };
    case "moved": {
      const moved = { text: `${goldenLead}this was step ${formatCount(row.a + 1)}` };
      const change = isChanged(row) ? [{ text: "; " }, ...changePieces(row.parts, golden[row.a]!, step)] : [];
      return { kind: "moved", text: [moved, ...change] };
    }
    case "changed":
      return { kind: "changed", text: [{ text: goldenLead }, ...changePieces(row.parts, golden[row.a]!, step)] };
    default:
      return undefined;
  }
}

/** *amount was 480, now 620* */
function changePieces(
  parts: Parameters<typeof stepDifference>[0],
  before: ComparedStep,
  step: ComparedStep,
): TextPiece[] {
  const difference = stepDifference(parts, before, step);
  if (!difference && "value" in step) return [{ text: "differs" }];
  if (!difference) return [{ text: parts[0] === "text" ? "different text" : "different result" }];
  const { what, path, from, to, more } = difference;
  const named: TextPiece[] = [
    ...(what === "" ? [] : [{ text: path === "" ? what : `${what} ` }]),
    ...(path === "" ? [] : [{ text: path, code: true }]),
  ];
  const isNamed = named.length > 0;
  const rest = more === 0 ? [] : [{ text: ` and ${formatCount(more)} more` }];
  if (from === undefined)
    return [{ text: "no " }, ...(isNamed ? named : [{ text: "such value" }]), ...now(to), ...rest];
  return [...named, { text: isNamed ? " was " : "was " }, { text: from, code: true }, ...now(to), ...rest];
}

function now(value: string | undefined): TextPiece[] {
  return value === undefined ? [{ text: ", now missing" }] : [{ text: ", now " }, { text: value, code: true }];
}
