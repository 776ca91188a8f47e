import type { SpeakerView, StepView } from "../../storyViews.ts";

export type Call = Extract<StepView, { kind: "tool" }>;

type Step = StepView | readonly Call[];

/** The steps in reading order: parallel calls are together, below the thoughts before each of them. */
export function inReadingOrder(steps: readonly StepView[]): readonly Step[] {
  const left = new Map<string, number>();
  for (const bundle of bundlesOf(steps)) left.set(bundle, (left.get(bundle) ?? 0) + 1);
  const gathered = new Map([...left].filter(([, count]) => count > 1).map(([bundle]) => [bundle, [] as Call[]]));
  if (gathered.size === 0) return steps;
  return steps.flatMap((step): Step[] => {
    const calls = step.kind === "tool" && step.bundle !== undefined ? gathered.get(step.bundle) : undefined;
    if (!calls || step.kind !== "tool") return [step];
    calls.push(step);
    return calls.length === left.get(step.bundle!) ? [calls] : [];
  });
}

function bundlesOf(steps: readonly StepView[]): string[] {
  return steps.flatMap((step) => (step.kind === "tool" && step.bundle !== undefined ? [step.bundle] : []));
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
