const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const unitLengths: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: minute,
  m: minute,
  h: hour,
  d: day,
  w: 7 * day,
};

/** How long `30s`, `2min` or `1.5h` is, in milliseconds. */
export function readLength(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|min|m|h|d|w)$/.exec(text.trim().toLowerCase());
  return match ? Number(match[1]) * unitLengths[match[2]!]! : undefined;
}

/** A time in local time: `7d` ago, `yesterday`, `2026-11-03T14:30`. @param isEnd whether the end of the day is meant */
export function readTime(text: string, now: number, isEnd: boolean): number | undefined {
  const word = text.trim().toLowerCase();
  const ago = /^(\d{1,4})(mo|y)$/.exec(word);
  if (ago) return monthsBefore(now, Number(ago[1]) * (ago[2] === "y" ? 12 : 1));
  const length = readLength(word);
  if (length !== undefined) return now - length;
  if (word === "today" || word === "yesterday") {
    return startOfDay(now, (word === "today" ? 0 : -1) + (isEnd ? 1 : 0));
  }
  return readDate(word, isEnd);
}

function readDate(text: string, isEnd: boolean): number | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ](\d{1,2}):(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, date = 0, hours, minutes = 0] = match.slice(1).map((each) => each && Number(each)) as (
    | number
    | undefined
  )[];
  const found = new Date(year, month - 1, date, hours ?? 0, minutes);
  const isReal = found.getMonth() === month - 1 && found.getDate() === date && minutes < 60;
  if (!isReal) return undefined;
  return isEnd && hours === undefined ? startOfDay(found.getTime(), 1) : found.getTime();
}

function startOfDay(time: number, days: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  return date.setMonth(date.getMonth() - months);
}
