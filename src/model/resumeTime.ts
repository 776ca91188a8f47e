import { isContainer } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { parseTime } from "./isoTime.ts";
import { formatDay, formatTimeOfDay } from "./times.ts";

/** When a paused run continues by itself, in ms since the epoch. Which field holds `resume_at` isn't documented. */
export function resumeTime(value: unknown): number | undefined {
  if (!isContainer(value)) return undefined;
  const inside = Object.values(value).filter(isFields);
  const times = [value, ...inside].map((fields) => (fields as Record<string, unknown>)["resume_at"]);
  return parseTime(times.find((each) => typeof each === "string"));
}

/** *until 14:30*, *until 12 May 14:30* */
export function untilWords(time: number, now = Date.now()): string {
  const day = formatDay(time, now);
  return `until ${day === "today" ? "" : `${day} `}${formatTimeOfDay(time)}`;
}
