export { parseTime } from "../../model/isoTime.ts";
import { formatTicking } from "../../model/duration.ts";

const counts = new Intl.NumberFormat("en-US");
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** `1,284`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1 event`, `12 events`. */
export function countOf(count: number, word: string, plural = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : plural}`;
}

/** A place on the run's clock, from milliseconds: `0:14.8`, from two minutes on `7:19`, from an hour on `1:02:33`. */
export function formatClock(milliseconds: number): string {
  const tenths = Math.floor(Math.max(0, milliseconds) / 100);
  const seconds = Math.floor(tenths / 10);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds < 120) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}.${tenths % 10}`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** For how long something goes on, calm from a minute on: `6.2 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatSince(milliseconds: number): string {
  if (milliseconds < 60_000) return formatTicking(milliseconds);
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A size from bytes: `812 B`, `7.5 KB`, `20.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${oneDecimal.format(bytes / 1024)} KB`;
  return `${oneDecimal.format(bytes / 1024 / 1024)} MB`;
}

/** The local time of day: `09:15:31`, with `digits` decimals of a second. */
export function formatTimeOfDay(time: number, digits: 0 | 3 = 0): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const text = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return digits === 0 ? text : `${text}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** `Today 09:15:21`, `Yesterday 17:02:10`, `10 Jun 2026 09:15:21`. */
export function formatDay(time: number, now: number): string {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const yesterday = new Date(midnight);
  yesterday.setDate(yesterday.getDate() - 1);
  const tomorrow = new Date(midnight);
  tomorrow.setDate(tomorrow.getDate() + 1);
  const clock = formatTimeOfDay(time);
  if (time >= midnight.getTime() && time < tomorrow.getTime()) return `Today ${clock}`;
  if (time >= yesterday.getTime() && time < midnight.getTime()) return `Yesterday ${clock}`;
  return `${days.format(time)} ${clock}`;
}

/** The first part of a UUID; a short id whole. */
export function shortId(id: string): string {
  return id.length > 13 ? (/^[0-9a-f]{8}(?=-)/i.exec(id)?.[0] ?? `${id.slice(0, 12)}…`) : id;
}

/** How long ago, coarsely: `just now`, `4 min ago`, `2 h ago`, `3 d ago`. */
export function formatAgo(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 60 / 24)} d ago`;
}
