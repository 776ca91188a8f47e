import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import { answerIn } from "#model/runResult.ts";
import { storyTimes } from "#runs/compare/keys/storyKeys.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep, ToolStep } from "#runs/story/storySteps.ts";
import { wasMade } from "#runs/story/toolCalls.ts";
import type { StepRef } from "./finding.ts";

/** A run that has ended, as checks look at it: with the placeholders that the next run has as well. */
export interface CheckedRun {
  run: Run;
  /** All steps, also those that a local app alone shows, so that positions count. Most checks leave them out. */
  steps: readonly StoryStep[];
  /** The calls that were made: what the app discarded, skipped or blocked before isn't one. */
  calls: readonly { call: ToolStep; ref: StepRef }[];
}

export function checkedRun(run: Run, steps: readonly StoryStep[]): CheckedRun {
  const calls = steps.flatMap((step, position) => {
    return step.kind === "tool" && !step.extra && wasMade(step) ? [{ call: step, ref: stepRef(step, position) }] : [];
  });
  return { run: { ...run, output: withShortPlaceholders(run.output) }, steps, calls };
}

/** The positions of steps that a run of the deployed app has, too: a golden test passes there and on a local app. */
export function judgedPositions(steps: readonly StoryStep[]): number[] {
  return steps.flatMap(({ extra }, position) => (extra ? [] : [position]));
}

/** @param position in the story, from 0 */
export function stepRef(step: StoryStep, position: number): StepRef {
  return { id: step.id, number: position + 1, name: stepParts(step).called };
}

/** The step at a position of the story, if there is one. */
export function stepAt(steps: readonly StoryStep[], position = -1): StepRef | undefined {
  const step = steps[position];
  return step && stepRef(step, position);
}

interface Tokens {
  total: number | undefined;
  /** How many nodes that wrote or called something reported none. */
  silent: number;
}

/**
 * The tokens of a run, as far as its nodes reported them: `undefined` when none did. Those of steps that a local app alone
 * shows count only where the others have none, as no deployed app could be judged by them.
 */
export function tokensOf(steps: readonly StoryStep[]): Tokens {
  const judged = countTokens(steps.filter(({ extra }) => !extra));
  return judged.total === undefined ? countTokens(steps) : judged;
}

function countTokens(steps: readonly StoryStep[]): Tokens {
  const models = steps.filter((step) => step.kind === "model");
  if (models.length > 0) {
    const counted = models.flatMap(({ usage }) => usage?.total ?? []);
    const sum = counted.reduce((all, each) => all + each, 0);
    return { total: counted.length === 0 ? undefined : sum, silent: models.length - counted.length };
  }
  const bySpeaker = new Map<string | undefined, number | undefined>();
  for (const step of steps) {
    if (!("growing" in step) && step.kind !== "tool") continue;
    const key = step.speaker?.key;
    // Each text of a speaker has the tokens of those before it, too.
    const used = "growing" in step ? step.usage?.total : undefined;
    bySpeaker.set(key, used ?? bySpeaker.get(key));
  }
  const usages = [...bySpeaker.values()].filter((used) => used !== undefined);
  const total = usages.length === 0 ? undefined : usages.reduce((sum, used) => sum + used, 0);
  return { total, silent: bySpeaker.size - usages.length };
}

/** How many texts of an output are looked at. More of them are no answer to a person. */
const maxTexts = 1_000;

/**
 * The answer of a run, in words. An output without one text for it has all of its texts, one per line; without any it
 * is the last text of the story.
 */
export function answerOf({ run, steps }: CheckedRun): string {
  const answer = answerIn(run.output);
  if (answer !== undefined) return answer;
  const texts: string[] = [];
  collectTexts(run.output, texts);
  if (texts.length > 0) return texts.join("\n");
  const last = steps.findLast((step) => step.kind === "text" && !step.extra && step.refused !== true);
  return last?.kind === "text" ? last.text : "";
}

function collectTexts(value: unknown, texts: string[]): void {
  if (texts.length >= maxTexts) return;
  if (typeof value === "string" && value.trim() !== "") texts.push(value);
  else if (isContainer(value)) for (const each of Object.values(value)) collectTexts(each, texts);
}

/** How long a run took, in milliseconds, without its waits for people; `undefined` when the app sent no start and end times. */
export function ownDuration(steps: readonly StoryStep[]): number | undefined {
  return steps.some(({ at }) => at !== undefined) ? storyTimes(steps).withoutWaits : undefined;
}
