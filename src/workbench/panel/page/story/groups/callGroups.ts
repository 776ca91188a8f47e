import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

export type Call = Extract<StepView, { kind: "tool" }>;

type Step = StepView | readonly Call[];

/** The steps in reading order: parallel calls are together, below the thoughts before each of them. */
export function inReadingOrder(steps: readonly StepView[]): readonly Step[] {
  const bundled = steps.filter((step): step is Call => step.kind === "tool" && step.bundle !== undefined);
  const bundles = Map.groupBy(bundled, ({ bundle }) => bundle);
  if (bundles.size === bundled.length) return steps;
  return steps.flatMap((step): Step[] => {
    const calls = step.kind === "tool" && step.bundle !== undefined ? bundles.get(step.bundle)! : [];
    if (calls.length < 2) return [step];
    return calls.at(-1) === step ? [calls] : [];
  });
}

/** The speaker of the steps inside a call. */
export function subAgentOf(steps: readonly StepView[]): SpeakerView | undefined {
  return steps.find(({ speaker }) => speaker !== undefined)?.speaker;
}

/** How long parallel calls took together, in milliseconds; `undefined` while one of them runs. */
export function spanOfCalls(calls: readonly Call[]): number | undefined {
  if (calls.some(({ state }) => state === "running")) return undefined;
  const from = Math.min(...calls.map(({ at = Number.NaN }) => at));
  const to = Math.max(...calls.map(({ at = Number.NaN, duration = 0, until = at + duration }) => until));
  return Number.isFinite(to - from) ? to - from : undefined;
}
