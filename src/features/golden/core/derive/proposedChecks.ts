import { isContainer } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { answerOf, type CheckedRun, judgedPositions, ownDuration } from "#features/golden/core/checks/checkedRun.ts";
import { typeOf } from "#features/golden/core/checks/outputCheck.ts";
import { outputPathText } from "#features/golden/core/file/outputPath.ts";
import { withoutUnblocked } from "#model/block.ts";
import { countOf } from "#model/counts.ts";
import { runBlock } from "#runs/labels/blockedRun.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import { canBeWritten, type GeneratedValues } from "./generated.ts";

/** A check for a golden file, with a comment for the person who edits it. */
export interface ProposedCheck {
  check: object;
  comment?: string;
  /** Set when it only shows how the check would be written. */
  isExample?: true;
}

/** In characters. A longer text is a model's wording. */
const maxTextLength = 60;
/** In characters of JSON. A check names only the type of a longer list. */
const maxListLength = 200;
/** Nobody would read more checks of an output. */
const maxOutputs = 25;
const maxOutputDepth = 4;
/** In calls. A longer sequence varies too easily. */
const maxSequenceLength = 15;
const maxCalls = 10;

/** The checks that hold for a run, as far as the next one has to be like it. */
export function proposedChecks(whole: CheckedRun, generated: GeneratedValues): ProposedCheck[] {
  const { run } = whole;
  return [
    { check: { status: run.status } },
    ...blockedCheck(whole),
    ...outputChecks(withoutUnblocked(run.output), generated),
    ...toolsCheck(whole),
    ...callChecks(whole, generated),
    stepsCheck(whole),
    ...durationCheck(whole),
    ...answerExample(whole),
  ];
}

/** The check that a run is blocked, or isn't. That it failed says already that it wasn't. */
function blockedCheck({ run, steps }: CheckedRun): ProposedCheck[] {
  return run.status === "completed" ? [{ check: { blocked: runBlock(run, steps) !== undefined } }] : [];
}

function outputChecks(output: unknown, generated: GeneratedValues): ProposedCheck[] {
  const checks: ProposedCheck[] = [];
  const walk = (value: unknown, path: JsonPath): void => {
    const text = outputPathText(path);
    if (checks.length >= maxOutputs) return;
    const isOpen = isFields(value) && Object.keys(value).length > 0;
    if (isOpen && path.length < maxOutputDepth) {
      for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
    } else if (text !== undefined && canBeWritten(text)) checks.push(outputCheck(text, path, value, generated));
  };
  if (output !== undefined && output !== null) walk(output, []);
  return checks;
}

function outputCheck(output: string, path: JsonPath, value: unknown, generated: GeneratedValues): ProposedCheck {
  const name = path.findLast((key) => typeof key === "string") ?? "";
  const why = generated.why(name, value);
  const type = { check: { output, type: typeOf(value) } };
  if (why?.startsWith("a time")) return { check: { output, ignored: why } };
  if (why) return { ...type, comment: why };
  if (!canBeWritten(value)) return type;
  if (typeof value === "string") {
    const isShort = value.length <= maxTextLength && !value.includes("\n");
    return isShort
      ? { check: { output, equals: value } }
      : { ...type, comment: 'to check the text, replace "type" with "contains" or "matches"' };
  }
  if (!isContainer(value)) return { check: { output, equals: value } };
  const isPlain = Array.isArray(value) && (stringifyJson(value) ?? "").length <= maxListLength;
  return isPlain && isLasting(value, name, generated) ? { check: { output, equals: value } } : type;
}

function isLasting(value: unknown, name: string, generated: GeneratedValues): boolean {
  if (!isContainer(value)) return generated.why(name, value) === undefined && typeof value !== "undefined";
  return Object.entries(value).every(([key, each]) => isLasting(each, Array.isArray(value) ? name : key, generated));
}

function toolsCheck({ calls }: CheckedRun): ProposedCheck[] {
  const names = calls.map(({ call }) => call.name);
  if (names.length === 0) return [{ check: { tools: { atMost: 0 } } }];
  if (!canBeWritten(names) || names.some((name) => name.trim() === "")) return [];
  const atOnce = calls.some(({ call }) => call.bundle !== undefined);
  if (names.length <= maxSequenceLength && !atOnce) return [{ check: { tools: { sequence: names } } }];
  const comment = atOnce
    ? "some calls ran at the same time, so their order may vary"
    : `the run made ${countOf(names.length, "call")}`;
  return [{ check: { tools: { set: [...new Set(names)], atMost: roomy(names.length) } }, comment }];
}

function callChecks({ calls }: CheckedRun, generated: GeneratedValues): ProposedCheck[] {
  const checks = new Map<string, ProposedCheck>();
  for (const { call } of calls) {
    const input = call.input instanceof LargeValue ? undefined : lasting(openJson(call.input), generated);
    if (input === undefined || checks.size >= maxCalls || call.name.trim() === "" || !canBeWritten(call.name)) continue;
    const check = { tool: call.name, input };
    checks.set(stringifyJson(check), { check });
  }
  return [...checks.values()];
}

/** The part of a call's arguments that the next run should have as well; `undefined` when nothing is left. */
function lasting(value: unknown, generated: GeneratedValues): Record<string, unknown> | undefined {
  if (!isFields(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (isFields(each)) {
      const inner = lasting(each, generated);
      return inner && canBeWritten(key) ? [[key, inner]] : [];
    }
    const isLong = (stringifyJson(each) ?? "").length > maxListLength;
    const isWording = typeof each === "string" && (each.length > maxTextLength || each.includes("\n"));
    const isKept = !isLong && !isWording && canBeWritten({ [key]: each }) && isLasting(each, key, generated);
    return isKept ? [[key, each]] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function stepsCheck({ steps }: CheckedRun): ProposedCheck {
  const judged = judgedPositions(steps);
  const failed = judged.filter((position) => stepParts(steps[position]!).failed).length;
  return {
    check: { steps: { atMost: roomy(judged.length), failed } },
    comment: `the run had ${countOf(judged.length, "step")}`,
  };
}

/** In milliseconds: a busy app takes so long for a short run, and nobody calls it slow. */
const minDuration = 10_000;

function durationCheck({ steps }: CheckedRun): ProposedCheck[] {
  const duration = ownDuration(steps);
  if (duration === undefined) return [];
  const hasPeople = steps.some(({ kind }) => kind === "request");
  const atMost = lengthOf(Math.max(2 * duration, minDuration));
  return [{ check: { duration: { atMost } }, comment: hasPeople ? "not counting waits for answers" : undefined }];
}

const maxLines = 1_000;

/** Words vary: what an answer has to say is for the person to choose. */
function answerExample(whole: CheckedRun): ProposedCheck[] {
  const lines = answerOf(whole).split("\n", maxLines);
  const line = lines.reduce((longest, each) => (each.length > longest.length ? each : longest), "");
  const contains = line.trim().slice(0, 40).trim();
  if (contains === "" || !canBeWritten(contains)) return [];
  return [{ check: { answer: { contains } }, isExample: true }];
}

/** Room for a run that takes a few steps more. */
function roomy(count: number): number {
  return Math.max(1, Math.ceil((count * 1.5) / 5) * 5);
}

const roundSeconds = [1, 2, 5, 10, 15, 20, 30, 45, 60];

function lengthOf(milliseconds: number): string {
  const seconds = roundSeconds.find((each) => each * 1_000 >= milliseconds);
  return seconds === undefined ? `${Math.ceil(milliseconds / 60_000)} min` : `${seconds} s`;
}
