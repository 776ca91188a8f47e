import { coveredTime } from "../../../base/coveredTime.ts";
import type { StoryStep } from "../../../runs/story/storySteps.ts";
import type { StoryTimes } from "./comparison.ts";

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
