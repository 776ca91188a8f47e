import { messageOf } from "#base/thrown.ts";
import type { ProgressView } from "#features/insights/page/insightsViews.ts";
import { loadingText, loadText } from "#features/search/core/reading/loadText.ts";
import * as settingIds from "#host/settingIds.ts";
import { countOf } from "#model/counts.ts";
import { isTerminal } from "#model/status.ts";
import type { TimeRange } from "#model/timeRanges.ts";
import { beganAt } from "#runs/facts/runFacts.ts";
import type { KnownFacts } from "./insightsFacts.ts";

interface ShownRange {
  range: TimeRange;
  /** Milliseconds since the epoch; `-Infinity` for all runs. */
  since: number;
  now: number;
}

/** What is being read for the figures of a range, and what can be loaded. */
export function progressOf(known: KnownFacts, shown: ShownRange): ProgressView {
  const { loading, error } = known;
  const problem = error?.message;
  if (loading?.kind === "reading") {
    const { label, time } = loadingText(loading);
    const share = loading.total === undefined ? undefined : loading.runs / loading.total;
    return { reading: { text: [label, time].filter(Boolean).join(", "), share }, problem };
  }
  if (known.isReading) {
    const text = `Loading the list: ${countOf(known.facts.length, "run")}`;
    return { reading: { text, share: shareOfList(known, shown) }, problem };
  }
  const unread = known.facts.filter(
    (run) => isTerminal(run.status) && !run.hasEvents && (beganAt(run) ?? Infinity) >= shown.since,
  ).length;
  return {
    problem,
    load: unread > 0 && loading ? loadText(shown.range, unread) : undefined,
    loadProblem: loading && problemOf(loading),
  };
}

/** How much of the range was read: of its time, or of all runs. */
function shareOfList({ since, facts, total }: KnownFacts, { since: from, now }: ShownRange): number | undefined {
  if (since === Infinity || total === 0) return undefined;
  return Math.min(1, from === -Infinity ? facts.length / total : (now - since) / Math.max(1, now - from));
}

function problemOf(loading: NonNullable<KnownFacts["loading"]>): string | undefined {
  if (loading.kind === "failed") return `Loading stopped: ${messageOf(loading.error)}`;
  if (loading.kind !== "done" || !loading.isFull) return undefined;
  return `Loading stopped: the local index is full. To load more, increase ${settingIds.indexMaxSize}.`;
}
