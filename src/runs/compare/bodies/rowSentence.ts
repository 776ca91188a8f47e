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

function changeWords(parts: readonly ChangedPart[], a: StoryStep, b: StoryStep): string {
  const [of, other] = [partsOf(a), partsOf(b)];
  const [part] = parts;
  switch (part) {
    case "speaker":
      return `speaker ${speakerName(a)} → ${speakerName(b)}`;
    case "arguments":
      return valueWords(of.args, other.args);
    case "result":
    case "text": {
      const words = valueWords(of.body, other.body);
      return part === "result" ? `result ${words}` : words;
    }
    case "status":
      return `${of.status || "accepted"} → ${other.status || "accepted"}`;
    default:
      return "differs";
  }
}

function speakerName({ speaker }: StoryStep): string {
  return speaker?.name || "none";
}

/** The first value that differs, and how many more do. */
function valueWords(a: unknown, b: unknown): string {
  const [of, other] = [openJson(a), openJson(b)];
  if (typeof of === "string" && typeof other === "string") return textWords(of, other);
  const [first, ...more] = jsonDifferences(of, other, { most: 100 });
  if (!first) return "differs";
  const path = jsonPath(first.path).slice(1).replace(/^\./, "");
  const [from, to] = [
    first.kind === "onlyInB" ? "nothing" : short(first.a),
    first.kind === "onlyInA" ? "nothing" : short(first.b),
  ];
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  return [path, `${from} → ${to}${rest}`].filter(Boolean).join(" ");
}

function textWords(a: string, b: string): string {
  if (a.length + b.length > longestCompared) return "another text";
  const { a: of, b: other } = wordDifferences(a, b);
  const from = of.find(({ differs }) => differs)?.text ?? "nothing";
  const to = other.find(({ differs }) => differs)?.text ?? "nothing";
  return `${short(from)} → ${short(to)}`;
}

function short(value: unknown): string {
  return oneLine(typeof value === "string" ? value : (stringifyJson(value) ?? "nothing"), longest);
}
