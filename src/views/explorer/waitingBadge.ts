import { sum, runsIn, waits } from "../connections/connectionText.ts";
import type { WaitingCount } from "../connections/watchedRuns.ts";

/** What the explorer's icon bears: how many runs wait for the person, and where when there are several apps. */
export function waitingBadge(counts: readonly WaitingCount[]): { value: number; tooltip: string } | undefined {
  const all = sum(counts);
  if (all === 0) return undefined;
  const places = counts.filter(({ waiting }) => waiting > 0).map(({ name, waiting }) => `${name} ${waiting}`);
  return {
    value: all,
    tooltip: `${runsIn(all)} ${waits(all)} for your answer${counts.length > 1 ? `: ${places.join(", ")}` : ""}`,
  };
}
