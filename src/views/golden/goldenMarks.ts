import { formatCount } from "../../model/counts.ts";
import type { GoldenMark } from "../../protocol/goldenViews.ts";
import type { TextPiece } from "../../protocol/viewModels.ts";
import { stepDifference, stepName } from "../../runs/compare/bodies/rowSentence.ts";
import type { ComparisonRow } from "../../runs/compare/comparison.ts";
import type { StoryStep } from "../../runs/story/storySteps.ts";

type Steps = readonly StoryStep[];

const who = "Golden run: ";

/**
 * The marks at the steps of a run, in its order. The step before a missing one names it.
 *
 * @param most there are no more of them
 */
export function goldenMarks(rows: readonly ComparisonRow[], golden: Steps, steps: Steps, most: number): GoldenMark[] {
  const marks: GoldenMark[] = [];
  let before: StoryStep | undefined;
  let missing: string[] = [];
  const tellMissing = (): void => {
    const at = before ?? steps[0];
    if (missing.length > 0 && at) marks.push({ id: at.id, kind: "removed", text: missingText(missing, !before) });
    missing = [];
  };
  for (const row of rows) {
    if (marks.length >= most) return marks;
    if (row.kind === "onlyInA") missing.push(stepName(golden[row.a]!));
    if (row.b === undefined || (row.kind === "moved" && row.side === "a")) continue;
    tellMissing();
    const step = steps[row.b]!;
    const mark = markOf(row, golden, step);
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
    { text: who },
    { text: first, code: true },
    { text: `${others} ${isFirst ? "came before" : "followed here"}` },
  ];
}

function markOf(row: ComparisonRow, golden: Steps, step: StoryStep): Omit<GoldenMark, "id"> | undefined {
  switch (row.kind) {
    case "onlyInB":
      return { kind: "added", text: [{ text: `${who}no such step` }] };
    case "moved":
      return { kind: "moved", text: [{ text: `${who}this was step ${formatCount(row.a + 1)}` }] };
    case "changed":
      return { kind: "changed", text: [{ text: who }, ...changePieces(row.parts, golden[row.a]!, step)] };
    default:
      return undefined;
  }
}

/** *amount was 480, now 620* */
function changePieces(parts: Parameters<typeof stepDifference>[0], before: StoryStep, step: StoryStep): TextPiece[] {
  const difference = stepDifference(parts, before, step);
  if (!difference) return [{ text: parts[0] === "text" ? "another text" : "another result" }];
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
