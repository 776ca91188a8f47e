import { isContainer } from "../base/json/exactNumber.ts";
import { parseTime } from "./isoTime.ts";
import { formatDay, formatTimeOfDay } from "./times.ts";

/**
 * When a run that is paused goes on by itself, in milliseconds since the epoch: a delay of the app tells `resume_at`.
 * Where it stands is not documented, so it is looked for in the value and in the objects right inside it.
 */
export function resumeTime(value: unknown): number | undefined {
  if (!isContainer(value)) return undefined;
  const inside = Object.values(value).filter((each) => isContainer(each) && !Array.isArray(each));
  const told = [value, ...inside].map((fields) => (fields as Record<string, unknown>)["resume_at"]);
  return parseTime(told.find((each) => typeof each === "string"));
}

/** *until 14:30*, *until 12 May 14:30* */
export function untilWords(time: number, now = Date.now()): string {
  const day = formatDay(time, now);
  return `until ${day === "today" ? "" : `${day} `}${formatTimeOfDay(time)}`;
}
