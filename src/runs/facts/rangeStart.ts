import type { TimeRange } from "../../model/timeRanges.ts";
import { bucketsOf } from "./buckets.ts";

const day = 24 * 3_600_000;
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
