import { lowerBound } from "../../base/lowerBound.ts";
import { countOf } from "../../model/counts.ts";
import { shortId } from "../../model/shortId.ts";
import type { CauseView } from "../../protocol/insights/insightsViews.ts";
import type { RunFacts } from "../../runs/facts/runFacts.ts";
import { type Cause, causeTitle, failedAt } from "../../runs/failures/causes.ts";
import type { Span } from "../../runs/insights/buckets.ts";

/** What people said about causes. */
export interface CauseMarks {
  isNew: (cause: Cause) => boolean;
  /** The note of a cause that was marked as known; empty without one. */
  note: (cause: Cause) => string | undefined;
}

interface CauseContext {
  marks: CauseMarks;
  spans: readonly Span[];
  /** Day and time in the reader's zone. */
  when: (time: number) => string;
}

/** New causes first, then those with most runs; known ones last. */
export function orderedCauses(causes: readonly Cause[], { isNew, note }: CauseMarks): Cause[] {
  const rank = (cause: Cause): number => (note(cause) === undefined ? (isNew(cause) ? 0 : 1) : 2);
  return causes.toSorted((a, b) => rank(a) - rank(b) || b.runs.length - a.runs.length);
}

export function causeView(cause: Cause, { marks, spans, when }: CauseContext): CauseView {
  const { id, parts, runs, users, firstSeen, lastSeen } = cause;
  const [example] = runs;
  const note = marks.note(cause);
  return {
    id,
    title: causeTitle(cause),
    message: parts.map(({ text, varies }) => ({ text, isVariable: varies })),
    runs: runs.length,
    users,
    firstSeen: firstSeen === undefined ? "" : when(firstSeen),
    lastSeen: lastSeen === undefined ? "" : when(lastSeen),
    spark: sparkOf(runs, spans),
    example: { runId: example?.id ?? "", title: example?.title ?? shortId(example?.id ?? "") },
    isNew: note === undefined && marks.isNew(cause),
    ...(note === undefined ? {} : { known: note }),
  };
}

/** `5 causes of 53 failed runs, new ones first`. */
export function causesDetail(causes: readonly Cause[]): string {
  const runs = causes.reduce((sum, cause) => sum + cause.runs.length, 0);
  return `${countOf(causes.length, "cause")} of ${countOf(runs, "failed run")}, new ones first`;
}

function sparkOf(runs: readonly RunFacts[], spans: readonly Span[]): number[] {
  const counts = spans.map(() => 0);
  for (const run of runs) {
    const time = failedAt(run);
    if (time === undefined) continue;
    // A run that began in the range may have failed after its last part.
    const at = Math.min(
      counts.length - 1,
      lowerBound(spans, ({ to }) => to <= time),
    );
    if (at >= 0) counts[at] = counts[at]! + 1;
  }
  return counts;
}
