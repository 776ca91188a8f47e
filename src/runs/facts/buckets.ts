import type { TimeRange } from "#model/timeRanges.ts";

/** A span of time, from its first millisecond to the one before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type BucketUnit = "hour" | "day" | "week";

const hour = 3_600_000;
const day = 24 * hour;
/** The number of days from which on weeks are shown instead of days. */
const maxDays = 92;

/** The unit that divides a range into a readable number of points. */
export function unitOf({ from, to }: Span): BucketUnit {
  if (to - from <= 2 * day) return "hour";
  return to - from <= maxDays * day ? "day" : "week";
}

/**
 * The hours, days (of 23 to 25 hours) or weeks from Monday in a range, whole. @param zone of the IANA: `Europe/Berlin`
 */
export function bucketsOf(range: Span, unit: BucketUnit, zone: string): Span[] {
  const clock = new ZoneClock(zone);
  const starts: number[] = [];
  for (let start = clock.startOf(range.from, unit); start < range.to; start = clock.after(start, unit))
    starts.push(start);
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? clock.after(from, unit) }));
}

/** The local times of a zone, by the language's own tables. */
class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    const numeric = "numeric";
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  }

  startOf(time: number, unit: BucketUnit): number {
    const local = new Date(time + this.#offset(time));
    if (unit === "hour") return time - (time % hour);
    const back = unit === "week" ? (local.getUTCDay() + 6) % 7 : 0;
    return this.#instant(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() - back);
  }

  after(start: number, unit: BucketUnit): number {
    if (unit === "hour") return start + hour;
    const local = new Date(start + this.#offset(start));
    const days = unit === "week" ? 7 : 1;
    return this.#instant(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + days);
  }

  /** The beginning of a local day. The second offset is that of the day itself, where the first was a guess. */
  #instant(year: number, month: number, date: number): number {
    const local = Date.UTC(year, month, date);
    const guess = local - this.#offset(local);
    return local - this.#offset(guess);
  }

  #offset(time: number): number {
    const parts = Object.fromEntries(this.#format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day: date = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, date, hours, minute, second) - (time - (time % 1000));
  }
}

/** Whether the language knows a time zone. It comes from the panel. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const lengths: Readonly<Record<Exclude<TimeRange, "all">, number>> = {
  "24h": day,
  "7d": 7 * day,
  "14d": 14 * day,
  "30d": 30 * day,
};

/** The beginning of a range: the first of its whole days, today included; of its hours for a day. */
export function rangeStart(range: TimeRange, now: number, zone: string): number | undefined {
  if (range === "all") return undefined;
  if (range === "24h") return bucketsOf({ from: now - day, to: now + 1 }, "hour", zone)[1]?.from;
  const [first] = bucketsOf({ from: now - lengths[range] + day, to: now + 1 }, "day", zone);
  return first?.from;
}
