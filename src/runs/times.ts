const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds since the epoch of an ISO 8601 text, `undefined` when it is none. */
export function parseTime(iso: string | null | undefined): number | undefined {
  const time = iso ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A length of time, in milliseconds, in words: *412 ms*, *3.1 s*, *14 s*, *7 min 19 s*, *2 h 5 min*, *3 d 4 h*. */
export function formatDuration(ms: number): string {
  if (ms < 0) return "0 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return twoUnits(ms, minute, "min", second, "s");
  if (ms < day) return twoUnits(ms, hour, "h", minute, "min");
  return twoUnits(ms, day, "d", hour, "h");
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

/** How long ago, coarsely, for a row that is not redrawn all the time: *14 s*, *4 min*, *2 h*. */
export function formatAge(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / second))} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** The local time of day: *09:15*. */
export function formatTimeOfDay(time: number, withSeconds = false): string {
  const date = new Date(time);
  const parts = [date.getHours(), date.getMinutes(), ...(withSeconds ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The local day, as a person names it: *today*, *yesterday*, *Monday*, *12 May*, *12 May 2025*. */
export function formatDay(time: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  const date = new Date(time);
  if (days > 1 && days < 7) return date.toLocaleDateString("en", { weekday: "long" });
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** Day and time: *Today 09:15:21*, *Yesterday 17:02:10*, *12 May 08:00:00*. */
export function formatWhen(time: number, now: number): string {
  const dayName = formatDay(time, now);
  return `${dayName[0]?.toUpperCase()}${dayName.slice(1)} ${formatTimeOfDay(time, true)}`;
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
