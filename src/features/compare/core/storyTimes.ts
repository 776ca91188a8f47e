import { coveredTime } from "../../../base/coveredTime.ts";
import type { ComparedSteps, StoryTimes } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";

/** How long a run took, with and without its waits for a person. */
export function storyTimes(steps: ComparedSteps): StoryTimes {
  return timesOfKeys(StoryKeys.of(steps));
}

export function timesOfKeys(keys: StoryKeys): StoryTimes {
  let first = Infinity;
  let last = -Infinity;
  const waits: [from: number, until: number][] = [];
  for (let at = 0; at < keys.length; at++) {
    const from = keys.at[at]!;
    if (Number.isNaN(from)) continue;
    const until = Number.isNaN(keys.until[at]!) ? from : keys.until[at]!;
    first = Math.min(first, from);
    last = Math.max(last, from, until);
    if (keys.has(at, "person") && until > from) waits.push([from, until]);
  }
  const whole = last < first ? 0 : last - first;
  const waited = coveredTime(waits);
  return { whole, waited, withoutWaits: Math.max(0, whole - waited) };
}
