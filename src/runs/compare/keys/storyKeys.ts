import { coveredTime } from "#base/coveredTime.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import type { ChangedPart, ComparedSteps, StoryTimes } from "#runs/compare/comparison.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { type ComparedParts, partsOf } from "./comparedParts.ts";
import { valueKey } from "./valueKey.ts";

/** Number of steps that are read at once: a page of a story, which is unpacked as a whole. */
const pageSize = 256;

/** What is compared of a step. It is a small part of the step, which isn't kept. */
export interface StepKey extends Pick<StoryStep, "kind" | "at" | "until" | "extra"> {
  /** The position of the step in its story, from 0. */
  readonly position: number;
  readonly form: string;
  readonly speaker: string;
  /** The key of form and speaker. */
  readonly name: string;
  readonly args: string;
  readonly body: string;
  readonly status: string;
  /** A key that is equal for steps of the same form, speaker and arguments. */
  readonly strong: string;
  /** A key that is equal for steps that are equal in everything that counts. */
  readonly full: string;
  /** Whether arguments and body tell it from others of its form. */
  readonly hasArgs: boolean;
  readonly hasBody: boolean;
  /** Whether it says nothing at all. */
  readonly isMarker: boolean;
  readonly bodyPart: ComparedParts["bodyPart"];
  /** The run of a node or agent: clones of one agent have the same speaker, and instances of their own. */
  readonly instance: string | undefined;
  /** Whether another agent called that one. */
  readonly isCalled: boolean;
  /** Milliseconds that the step took, if it is known. */
  readonly took: number | undefined;
  /** The batch of a call, where the app says it. */
  readonly bundle: string | undefined;
}

export type StoryKeys = readonly StepKey[];

function storyKeys(steps: ComparedSteps): StoryKeys {
  const keys: StepKey[] = [];
  for (let from = 0; from < steps.length; from += pageSize)
    for (const step of steps.slice(from, from + pageSize)) keys.push(stepKey(step, keys.length));
  return keys;
}

/** The keys of both stories, without what only one of them could show: the extra steps of a local app. */
export function sharedKeys(a: ComparedSteps, b: ComparedSteps): [StoryKeys, StoryKeys] {
  const [keysOfA, keysOfB] = [storyKeys(a), storyKeys(b)];
  const isExtra = ({ extra }: StepKey): boolean => extra === true;
  if (keysOfA.some(isExtra) === keysOfB.some(isExtra)) return [keysOfA, keysOfB];
  return [keysOfA.filter((key) => !isExtra(key)), keysOfB.filter((key) => !isExtra(key))];
}

function stepKey(step: StoryStep, position: number): StepKey {
  const { form, speaker, status, bodyPart, ...values } = partsOf(step);
  const [args, body] = [valueKey(values.args), valueKey(values.body)];
  const strong = [form, speaker, args].join("\n");
  return {
    position,
    extra: step.extra,
    kind: step.kind,
    at: step.at,
    until: step.until,
    form,
    speaker,
    args,
    body,
    status,
    strong,
    bodyPart,
    name: `${form}\n${speaker}`,
    full: [strong, body, status].join("\n"),
    hasArgs: !isNothing(values.args),
    hasBody: !isNothing(values.body),
    isMarker: step.kind !== "tool" && values.args === undefined && values.body === undefined,
    instance: step.speaker?.key,
    isCalled: step.speaker?.calledBy !== undefined,
    took: lengthOf(step),
    bundle: step.kind === "tool" ? step.bundle : undefined,
  };
}

/** What differs between two steps of one form. */
export function changedParts(a: StepKey, b: StepKey): ChangedPart[] {
  const parts: ChangedPart[] = [];
  if (a.speaker !== b.speaker) parts.push("speaker");
  if (a.args !== b.args) parts.push("arguments");
  // That a call failed says more than its result.
  if (a.status !== b.status) parts.push("status");
  if (a.body !== b.body) parts.push(a.bodyPart);
  return parts;
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return isContainer(value) && Object.keys(value).length === 0;
}

function lengthOf(step: StoryStep): number | undefined {
  if (step.kind === "tool" && step.duration !== undefined) return step.duration;
  return step.at === undefined || step.until === undefined ? undefined : Math.max(0, step.until - step.at);
}

/** How long a run took, with and without its waits for a person. */
export function storyTimes(steps: Iterable<Pick<StoryStep, "kind" | "at" | "until">>): StoryTimes {
  let first = Infinity;
  let last = -Infinity;
  const waits: [from: number, until: number][] = [];
  for (const { kind, at, until = at } of steps) {
    if (at === undefined || until === undefined) continue;
    first = Math.min(first, at);
    last = Math.max(last, at, until);
    if (kind === "request" && until > at) waits.push([at, until]);
  }
  const whole = last < first ? 0 : last - first;
  const waited = coveredTime(waits);
  return { whole, waited, withoutWaits: Math.max(0, whole - waited) };
}
