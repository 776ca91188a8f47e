import { jsonPath } from "#base/json/jsonPath.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import {
  type ChangedPart,
  type ComparedRun,
  type Comparison,
  type ComparisonRow,
  isChanged,
  type ValueStep,
} from "#runs/compare/comparison.ts";
import { partsOf } from "#runs/compare/keys/comparedParts.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { openJson } from "#runs/values/prettyJson.ts";
import { jsonDifferences } from "./jsonDifferences.ts";
import { wordDifferences } from "./wordDifferences.ts";

/** In characters: so much of a value is shown within a sentence. */
const maxValueLength = 60;
/** A text above this is not compared by word for a sentence. */
const maxComparedLength = 20_000;

/**
 * What differs in a row, in one line without a full stop: `get_policy: region US → EU`, `check_limit: only in B`. Empty
 * for a row without a difference. Reads the steps of the row.
 */
export function rowSentence(row: ComparisonRow, a: ComparedRun, b: ComparedRun): string {
  const { a: stepOfA, b: stepOfB, name } = stepsOfRow(row, a, b);
  switch (row.kind) {
    case "equal":
      return "";
    case "onlyInA":
      return `${name}: only in A`;
    case "onlyInB":
      return `${name}: only in B`;
    case "moved": {
      const change = isChanged(row) ? `, ${changeWords(row.parts, stepOfA!, stepOfB!)}` : "";
      return `${name}: moved from step ${row.a + 1} of A to step ${row.b + 1} of B${change}`;
    }
    case "changed":
      return `${name}: ${changeWords(row.parts, stepOfA!, stepOfB!)}`;
  }
}

/** *3 differences between runs of 8 and 9 steps*. Input and output count like steps. @param a how many steps A has */
export function differencesText({ differences }: Comparison["counts"], a: number, b: number): string {
  const steps = a === b ? countOf(a, "step") : `${formatCount(a)} and ${countOf(b, "step")}`;
  return `${countOf(differences, "difference")} between runs of ${steps}`;
}

/** A step, or the input or output of a run. */
export type ComparedStep = StoryStep | ValueStep;

/** What stands side by side in a row, and what a sentence calls it. */
export function stepsOfRow(
  row: ComparisonRow,
  a: ComparedRun,
  b: ComparedRun,
): { a: ComparedStep | undefined; b: ComparedStep | undefined; name: string } {
  const stepOf = (run: ComparedRun, at: number | undefined): ComparedStep | undefined => {
    if (row.value) return { kind: row.value, value: withShortPlaceholders(run.run?.[row.value]) };
    return at === undefined ? undefined : run.steps.slice(at, at + 1)[0];
  };
  const steps = { a: stepOf(a, row.a), b: stepOf(b, row.b) };
  const step = (steps.a ?? steps.b)!;
  return { ...steps, name: "value" in step ? step.kind : stepParts(step).called };
}

/** What differs first between two steps of a changed row. */
export interface StepDifference {
  /** `speaker`, `result`, or nothing where the value says it: an argument, a text, a status. */
  readonly what: "" | "speaker" | "result";
  /** The path within the value; empty for the whole. */
  readonly path: string;
  /** The values in few words; `undefined` where only the other run has one. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** How many more values differ. */
  readonly more: number;
}

/** `undefined` for long texts and values of which only the beginnings are known. */
export function stepDifference(
  [part]: readonly ChangedPart[],
  a: ComparedStep,
  b: ComparedStep,
): StepDifference | undefined {
  const [of, other] = [partsOf(a), partsOf(b)];
  const plain = { what: "", path: "", more: 0 } as const;
  switch (part) {
    case "speaker":
      return { ...plain, what: "speaker", from: speakerName(a) || "none", to: speakerName(b) || "none" };
    case "arguments":
      return valueChange(of.args, other.args, "");
    case "result":
      return valueChange(of.body, other.body, "value" in a ? "" : "result");
    case "text":
      return valueChange(of.body, other.body, "");
    case "status":
      return { ...plain, from: of.status || "accepted", to: other.status || "accepted" };
    default:
      return undefined;
  }
}

function changeWords(parts: readonly ChangedPart[], a: ComparedStep, b: ComparedStep): string {
  const change = stepDifference(parts, a, b);
  if (!change) {
    const isNamed = !("value" in a) && (parts[0] === "text" || parts[0] === "result");
    return isNamed ? `different ${parts[0]}` : "differs";
  }
  const { what, path, from = "nothing", to = "nothing", more } = change;
  return [what, path, `${from} → ${to}${more === 0 ? "" : ` and ${more} more`}`].filter(Boolean).join(" ");
}

/** Empty without one. */
export function speakerName(step: ComparedStep): string {
  return ("value" in step ? undefined : step.speaker?.name) ?? "";
}

/** The first value that differs, and how many more do. */
function valueChange(a: unknown, b: unknown, what: StepDifference["what"]): StepDifference | undefined {
  const [of, other] = [openJson(a), openJson(b)];
  if (typeof of === "string" && typeof other === "string") return textChange(of, other, what);
  const [first, ...more] = jsonDifferences(of, other, 100);
  if (!first) return undefined;
  // A run without any input has nothing there; a field is missing.
  const shown = (value: unknown): string | undefined =>
    value === undefined && first.path.length > 0 ? undefined : short(value);
  return {
    what,
    path: jsonPath(first.path).slice(1).replace(/^\./, ""),
    from: shown(first.a),
    to: shown(first.b),
    more: more.length,
  };
}

function textChange(a: string, b: string, what: StepDifference["what"]): StepDifference | undefined {
  if (a.length + b.length > maxComparedLength) return undefined;
  const { a: of, b: other } = wordDifferences(a, b);
  const differing = (words: typeof of): string | undefined => {
    const text = words.find(([, differs]) => differs)?.[0];
    return text === undefined ? undefined : short(text);
  };
  return { what, path: "", from: differing(of), to: differing(other), more: 0 };
}

function short(value: unknown): string {
  return oneLine(typeof value === "string" ? value : (stringifyJson(value) ?? "nothing"), maxValueLength);
}
