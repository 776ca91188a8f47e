import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatDay, formatTimeOfDay } from "#model/times.ts";
import { runWord } from "#runs/labels/blockedRun.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { WatchState } from "#runs/live/runWatcher.ts";
import type { LiveView } from "#workbench/panel/page/headerViews.ts";

/** The bar at the bottom, which shows how the panel gets the run's events. @param blockedBy the hook that blocked it */
export function liveView(
  state: WatchState,
  run: Run | undefined,
  eventCount: number,
  now: number,
  blockedBy?: string,
): LiveView {
  switch (state.kind) {
    case "connecting":
      return { kind: "connecting" };
    case "live":
      return { kind: "live", text: eventCount === 0 ? "Connected, no events yet" : waitingText(run) };
    case "waiting":
      return { kind: "reconnecting", retryAt: state.retryAt, text: attemptText(state) };
    case "failed":
      return { kind: "ended", text: state.error.message };
    case "ended":
      return { kind: "ended", text: run ? endText(run, blockedBy, now) : "" };
  }
}

/** Says that something comes from a file, and from when. */
export function exportedText(exportedAt: string, now: number): string {
  const at = parseTime(exportedAt);
  const when = at === undefined ? exportedAt : `${formatDay(at, now)} at ${formatTimeOfDay(at, "seconds")}`;
  return `This is an export from ${when}. It is read-only.`;
}

function waitingText(run: Run | undefined): string {
  const count = run ? pendingInputRequests(run).length : 0;
  if (count === 0) return "";
  return count === 1 ? "Waiting for 1 answer" : `Waiting for ${count} answers`;
}

function attemptText({ error, attempt }: Extract<WatchState, { kind: "waiting" }>): string {
  return `${error.message.replace(/\.$/, "")}, attempt ${attempt}`;
}

function endText(run: Run, blockedBy: string | undefined, now: number): string {
  const ended = parseTime(run.ended_at);
  const word = runWord(run.status, blockedBy);
  if (ended === undefined) return word;
  return `${word} ${formatDay(ended, now)} at ${formatTimeOfDay(ended, "seconds")}`;
}
