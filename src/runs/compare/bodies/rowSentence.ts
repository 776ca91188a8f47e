import { jsonPath } from "../../../base/json/jsonPath.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { oneLine } from "../../../base/text/oneLine.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { openJson } from "../../values/prettyJson.ts";
import type { ChangedPart, ComparedSteps, ComparisonRow } from "../comparison.ts";
import { partsOf } from "../keys/stepParts.ts";
import { jsonDifferences } from "./jsonDifferences.ts";
import { wordDifferences } from "./wordDifferences.ts";

/** Of a value within a sentence, in characters. */
const longest = 60;
/** A text above this is not compared by word for a sentence. */
const longestCompared = 20_000;

/**
 * What differs in a row, in one line without a full stop: `get_policy: region US → EU`, `check_limit: only in B`. Empty
 * for a row without a difference. Reads the steps of the row.
 */
export function rowSentence(row: ComparisonRow, a: ComparedSteps, b: ComparedSteps): string {
  const stepOfA = row.a === undefined ? undefined : a.slice(row.a, row.a + 1)[0];
  const stepOfB = row.b === undefined ? undefined : b.slice(row.b, row.b + 1)[0];
  const name = stepName((stepOfA ?? stepOfB)!);
  switch (row.kind) {
    case "equal":
    case "notReached":
      return "";
    case "onlyInA":
      return `${name}: only in A`;
    case "onlyInB":
      return `${name}: only in B`;
    case "moved":
      return `${name}: moved from step ${row.a + 1} of A to step ${row.b + 1} of B`;
    case "changed":
      return `${name}: ${changeWords(row.parts, stepOfA!, stepOfB!)}`;
  }
}

/** What a step is called in a sentence: the tool of a call, else the kind of step. */
export function stepName(step: StoryStep): string {
  switch (step.kind) {
    case "tool":
      return step.name;
    case "text":
      return step.object.replace(/^agent\.|\.delta$/g, "");
    case "request":
      return `${step.request} request`;
    case "workflow":
      return "workflow";
    case "other":
      return step.type;
    case "notice":
    case "answer":
      return step.kind;
    default:
      return `run ${step.kind}`;
  }
}

/** What differs first between two steps of a changed row. */
export interface StepDifference {
  /** `speaker`, `result`, or nothing where the value says it: an argument, a text, a status. */
  readonly what: "" | "speaker" | "result";
  /** The place within the value; empty for the whole. */
  readonly path: string;
  /** The values in few words; `undefined` where only the other run has one. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** How many more values differ. */
  readonly more: number;
}

/** `undefined` for long texts and values of which only the beginnings are known. */
export function stepDifference([part]: readonly ChangedPart[], a: StoryStep, b: StoryStep): StepDifference | undefined {
  const [of, other] = [partsOf(a), partsOf(b)];
  const plain = { what: "", path: "", more: 0 } as const;
  switch (part) {
    case "speaker":
      return { ...plain, what: "speaker", from: speakerName(a), to: speakerName(b) };
    case "arguments":
      return valueChange(of.args, other.args, "");
    case "result":
      return valueChange(of.body, other.body, "result");
    case "text":
      return valueChange(of.body, other.body, "");
    case "status":
      return { ...plain, from: of.status || "accepted", to: other.status || "accepted" };
    default:
      return undefined;
  }
}

function changeWords(parts: readonly ChangedPart[], a: StoryStep, b: StoryStep): string {
  const change = stepDifference(parts, a, b);
  if (!change) return parts[0] === "text" ? "another text" : parts[0] === "result" ? "another result" : "differs";
  const { what, path, from = "nothing", to = "nothing", more } = change;
  return [what, path, `${from} → ${to}${more === 0 ? "" : ` and ${more} more`}`].filter(Boolean).join(" ");
}

function speakerName({ speaker }: StoryStep): string {
  return speaker?.name || "none";
}

/** The first value that differs, and how many more do. */
function valueChange(a: unknown, b: unknown, what: StepDifference["what"]): StepDifference | undefined {
  const [of, other] = [openJson(a), openJson(b)];
  if (typeof of === "string" && typeof other === "string") return textChange(of, other, what);
  const [first, ...more] = jsonDifferences(of, other, { most: 100 });
  if (!first) return undefined;
  return {
    what,
    path: jsonPath(first.path).slice(1).replace(/^\./, ""),
    from: first.kind === "onlyInB" ? undefined : short(first.a),
    to: first.kind === "onlyInA" ? undefined : short(first.b),
    more: more.length,
  };
}

function textChange(a: string, b: string, what: StepDifference["what"]): StepDifference | undefined {
  if (a.length + b.length > longestCompared) return undefined;
  const { a: of, b: other } = wordDifferences(a, b);
  const differing = (words: typeof of): string | undefined => {
    const text = words.find(({ differs }) => differs)?.text;
    return text === undefined ? undefined : short(text);
  };
  return { what, path: "", from: differing(of), to: differing(other), more: 0 };
}

function short(value: unknown): string {
  return oneLine(typeof value === "string" ? value : (stringifyJson(value) ?? "nothing"), longest);
}
