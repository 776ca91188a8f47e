import type { Run } from "../../api/schemas.ts";
import { formatDuration, formatSince } from "../../model/duration.ts";
import { parseTime } from "../../model/isoTime.ts";
import { resumeTime, untilWords } from "../../model/resumeTime.ts";
import { formatAge, formatDay, formatTimeOfDay, isJustNow } from "../../model/times.ts";
import { errorSummary } from "./errorSummary.ts";
import { rowText } from "./runLabel.ts";
import { problemOf } from "./unreadableRun.ts";

const tenMinutes = 600_000;
const halfAnHour = 1_800_000;

/** The second text of a run's row: when and how long, as its status needs it. */
export function runDescription(run: Run, now: number): string {
  const started = parseTime(run.started_at);
  const ended = parseTime(run.ended_at);
  const took = started !== undefined && ended !== undefined ? formatDuration(ended - started) : undefined;
  const problem = problemOf(run);
  if (problem !== undefined) return problem;
  switch (run.status) {
    case "created":
      // The start is the time of creation, if the app gives one.
      return started === undefined ? "not started yet" : created(now - started);
    case "started":
      return started === undefined ? "" : running(started, now);
    case "paused": {
      const until = resumeTime(run);
      if (until !== undefined) return `paused ${untilWords(until, now)}`;
      return started === undefined ? "paused" : `paused, started ${shortDay(started, now)}`;
    }
    case "awaiting_input":
      return started === undefined ? "" : formatAge(now - started);
    case "completed":
      return join(started === undefined ? undefined : shortDay(started, now), took);
    case "failed":
      return join(failure(run.error), ended === undefined ? undefined : shortDay(ended, now));
    case "canceled":
      return join(ended === undefined ? "canceled" : `canceled ${shortDay(ended, now)}`, took);
    default:
      return join(run.status, started === undefined || ended !== undefined ? undefined : formatAge(now - started));
  }
}

/** The longest reason that fits a row, in characters. */
const longestReason = 60;

/** Why a run failed: the reason of its nodes, otherwise the code, otherwise the message. */
function failure(error: unknown): string {
  const { code, message, nodes } = errorSummary(error);
  return nodes === undefined && code !== undefined ? code : rowText(nodes ?? message, longestReason);
}

function created(age: number): string {
  const since = formatAge(age);
  return isJustNow(age) ? since : `${since}, not started yet`;
}

function running(started: number, now: number): string {
  const age = now - started;
  if (age < tenMinutes) return formatAge(age);
  return `since ${shortDay(started, now)}, ${formatSince(age)}`;
}

/** The time for today, the day for earlier days. A moment ago is *just now*. */
function shortDay(time: number, now: number): string {
  if (now >= time && isJustNow(now - time)) return "just now";
  const day = formatDay(time, now);
  if (day === "today" || (day === "yesterday" && now - time < halfAnHour)) return formatTimeOfDay(time);
  return day;
}

function join(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}
