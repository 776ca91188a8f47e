import type { SpeakerView, StepView } from "../../../protocol/storyViews.ts";

export type Call = Extract<StepView, { kind: "tool" }>;

/** A step, or calls that ran at the same time. */
type Step = StepView | readonly Call[];

const known = new WeakMap<readonly StepView[], readonly Step[]>();

/** The steps in reading order: parallel calls are together, below the thoughts before each of them. */
export function inReadingOrder(items: readonly StepView[]): readonly Step[] {
  const before = known.get(items);
  if (before) return before;
  const steps = ordered(items);
  known.set(items, steps);
  return steps;
}

function ordered(items: readonly StepView[]): readonly Step[] {
  const left = new Map<string, number>();
  for (const bundle of bundlesOf(items)) left.set(bundle, (left.get(bundle) ?? 0) + 1);
  const gathered = new Map([...left].filter(([, count]) => count > 1).map(([bundle]) => [bundle, [] as Call[]]));
  if (gathered.size === 0) return items;
  return items.flatMap((item): Step[] => {
    const calls = item.kind === "tool" && item.bundle !== undefined ? gathered.get(item.bundle) : undefined;
    if (!calls || item.kind !== "tool") return [item];
    calls.push(item);
    return calls.length === left.get(item.bundle!) ? [calls] : [];
  });
}

function bundlesOf(items: readonly StepView[]): string[] {
  return items.flatMap((item) => (item.kind === "tool" && item.bundle !== undefined ? [item.bundle] : []));
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
