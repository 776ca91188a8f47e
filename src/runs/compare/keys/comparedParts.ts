import { withoutUnblocked } from "#model/block.ts";
import type { ValueStep } from "#runs/compare/comparison.ts";
import { saidOf, stepParts, type StepValue } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

/** A step as a comparison sees it, without ids and times of its own. */
export interface ComparedParts {
  /** Steps of different forms are never partners: what kind it is, and which tool, text or event. */
  readonly form: string;
  readonly speaker: string;
  /** What went in; `undefined` for a step that takes nothing. */
  readonly args?: unknown;
  /** What came out, or what was said. */
  readonly body?: unknown;
  readonly status: string;
  /** The name of what `body` is. */
  readonly bodyPart: "result" | "text";
}

export function partsOf(step: StoryStep | ValueStep): ComparedParts {
  if ("value" in step)
    return { form: step.kind, speaker: "", body: withoutUnblocked(step.value), status: "", bodyPart: "result" };
  const { name, status, values: all, compared } = stepParts(step);
  // The lines of a traceback change with each version of the program.
  const values = all.filter((each) => !each.again && each.name !== "traceback");
  // Not the key: it holds ids of the run. Clones of one agent have one name.
  const { speaker } = step;
  return {
    form: name === "" ? step.kind : `${step.kind} ${name}`,
    speaker: speaker === undefined ? "" : `${speaker.group ?? ""} ${speaker.name}`,
    args: combinedValue(values.filter(({ side }) => side === "in")),
    body: compared ? compared() : combinedValue(values.filter(({ side }) => side === "out")),
    // An input request that waits is no other one.
    status: step.kind === "request" ? "" : status,
    bodyPart: values.some((each) => each.name === "text") ? "text" : "result",
  };
}

function combinedValue(values: readonly StepValue[]): unknown {
  const [first, ...more] = values;
  if (first === undefined) return undefined;
  return more.length === 0 ? saidOf(first) : Object.fromEntries(values.map((each) => [each.name, saidOf(each)]));
}
