import { sum, runsIn, waits } from "../connections/connectionText.ts";
import type { WaitingCount } from "../connections/watchedRuns.ts";

/** The badge on the explorer's icon: how many runs wait for the person, and where if there are several apps. */
export function waitingBadge(counts: readonly WaitingCount[]): { value: number; tooltip: string } | undefined {
  const all = sum(counts);
  if (all === 0) return undefined;
  const places = counts.filter(({ waiting }) => waiting > 0).map(({ name, waiting }) => `${name} ${waiting}`);
  return {
    value: all,
    tooltip: `${runsIn(all)} ${waits(all)} for your answer${counts.length > 1 ? `: ${places.join(", ")}` : ""}`,
  };
}
