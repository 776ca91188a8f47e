/** A date and a time without a zone, as Python writes them: `2026-06-10T09:15:21.123456`. */
const withoutZone = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?$/i;

/** Milliseconds since the epoch from an ISO 8601 text; `undefined` for any other text. A time without a zone is UTC. */
export function parseTime(iso: string | null | undefined): number | undefined {
  if (!iso) return undefined;
  const isOpen = !iso.endsWith("Z") && withoutZone.test(iso);
  const time = Date.parse(isOpen ? `${iso.replace(" ", "T").replace(",", ".")}Z` : iso);
  return Number.isNaN(time) ? undefined : time;
}

/** A time in milliseconds with the microseconds behind the point, which Python writes and `Date` drops. */
export function preciseTime(iso: string | null | undefined): number | undefined {
  const time = parseTime(iso);
  if (time === undefined) return undefined;
  const digits = /[.,]\d{3}(\d{1,6})/.exec(iso ?? "")?.[1];
  return digits === undefined ? time : time + Number(`0.${digits}`);
}

/** The ISO 8601 text of a time with microseconds behind the point. */
export function preciseIso(time: number): string {
  const iso = new Date(time).toISOString();
  const micros = Math.floor((time - Math.floor(time)) * 1_000);
  return micros === 0 ? iso : `${iso.slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
}
