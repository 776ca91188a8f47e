import { capital } from "#base/text/capital.ts";
import { day, hour, minute, second } from "./duration.ts";
import { twoDigits } from "./twoDigits.ts";

/** In milliseconds: what happened less long ago is *just now*. */
const momentLength = 10 * second;

/** Whether a time is called *just now*, from milliseconds ago. Clocks differ, so a time to come is too. */
function isJustNow(ms: number): boolean {
  return ms < momentLength;
}

/**
 * How long ago: *just now*, *10 s*, *20 s*, *4 min*, *2 h*. In steps of ten seconds at first, so that a row stays true.
 */
export function formatAge(ms: number): string {
  if (isJustNow(ms)) return "just now";
  if (ms < minute) return `${Math.floor(ms / momentLength)}0 s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** An age in a sentence: *just now*, *20 s ago*, *4 min ago*, *2 h ago*, *3 d ago*. */
export function formatAgo(ms: number): string {
  return isJustNow(ms) ? "just now" : `${formatAge(ms)} ago`;
}

/** How long ago in a row: *now*, *4m*, *2h*, *13d*, *51w*, *2y*. @param isRunning counts the first minute in 10 s */
export function shortAge(ms: number, isRunning = false): string {
  if (ms < minute) return isRunning && ms >= momentLength ? `${Math.floor(ms / momentLength)}0s` : "now";
  const { count, unit } = largestUnit(ms);
  return `${count}${unit.charAt(0)}`;
}

/** An age aloud: *just now*, *20 seconds ago*, *1 minute ago*, *2 hours ago*. */
export function spokenAge(ms: number): string {
  if (isJustNow(ms)) return "just now";
  if (ms < minute) return `${Math.floor(ms / momentLength)}0 seconds ago`;
  const { count, unit } = largestUnit(ms);
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** A {@link shortAge} as a column before a text: two digits wide, with the space that a narrow letter leaves. */
export function paddedAge(age: string): string {
  const figure = "\u2007";
  if (age === "") return `${figure.repeat(3)}\u2005  `;
  return `${figure.repeat(Math.max(0, 3 - age.length))}${age}${/[shdy]$/.test(age) ? "\u2005" : ""}  `;
}

function largestUnit(ms: number): { count: number; unit: string } {
  const days = Math.floor(ms / day);
  if (ms < hour) return { count: Math.floor(ms / minute), unit: "minute" };
  if (ms < day) return { count: Math.floor(ms / hour), unit: "hour" };
  if (days < 14) return { count: days, unit: "day" };
  if (days < 364) return { count: Math.floor(days / 7), unit: "week" };
  return { count: Math.max(1, Math.floor(days / 365)), unit: "year" };
}

/** The local time of day on a 24-hour clock: *09:15*, *09:15:21*, *09:15:21.480*. */
export function formatTimeOfDay(time: number, precision: "minutes" | "seconds" | "milliseconds" = "minutes"): string {
  const date = new Date(time);
  const text = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  if (precision === "minutes") return text;
  const seconds = `${text}:${twoDigits(date.getSeconds())}`;
  return precision === "seconds" ? seconds : `${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** The local day in figures, which sorts well: *2026-11-24*. */
export function isoDay(date: Date): string {
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** The local day in words: *today*, *yesterday*, *Monday*, *12 May*, *12 May 2025*. */
export function formatDay(time: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  const date = new Date(time);
  // A format takes long to make, so it is kept: for UTC, since the local time zone may change.
  const local = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  if (days > 1 && days < 7) return (formats.weekday ??= dayFormat("en", { weekday: "long" })).format(local);
  const dayAndMonth = { day: "numeric", month: "short" } as const;
  return date.getFullYear() === new Date(now).getFullYear()
    ? (formats.day ??= dayFormat("en-GB", dayAndMonth)).format(local)
    : (formats.dayOfYear ??= dayFormat("en-GB", { ...dayAndMonth, year: "numeric" })).format(local);
}

const formats: Partial<Record<"weekday" | "day" | "dayOfYear", Intl.DateTimeFormat>> = {};

function dayFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
}

/** A day with the hour, inside a sentence: *today 09:15*, *yesterday 17:02*, *Monday 08:00*. */
export function formatDayTime(time: number, now: number): string {
  return `${formatDay(time, now)} ${formatTimeOfDay(time)}`;
}

/** Day and time: *Today 09:15:21*, *Yesterday 17:02:10*, *12 May 08:00:00*. */
export function formatWhen(time: number, now: number): string {
  return `${capital(formatDay(time, now))} ${formatTimeOfDay(time, "seconds")}`;
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
