import { day, formatDuration, hour, minute, second } from "./duration.ts";
import { twoDigits } from "./twoDigits.ts";

/** A time since the run's start, from milliseconds: `0:14.8`, `7:19`, `1:02:33`, and `168 d 11 h`. */
export function formatClock(ms: number): string {
  const time = Math.max(0, ms);
  if (time >= day) return formatDuration(time);
  const tenths = Math.round(time / 100) * 100;
  if (tenths < 2 * minute) return formatPreciseClock(tenths, 100);
  // The same second as the duration in words.
  const rounded = Math.round(time / second) * second;
  return rounded >= day ? formatDuration(rounded) : formatPreciseClock(rounded, second);
}

/** A time with the precision that steps of this length need: `2:10`, `0:14.8`, `1:02:33`, `168 d 11:20`. */
export function formatPreciseClock(exactly: number, step: number): string {
  const time = Math.round(exactly);
  if (time >= day) return clockInDays(time, step);
  const seconds = `${twoDigits(Math.floor(time / second) % 60)}${fraction(time, step)}`;
  if (time < hour) return `${Math.floor(time / minute)}:${seconds}`;
  return `${Math.floor(time / hour)}:${twoDigits(Math.floor(time / minute) % 60)}:${seconds}`;
}

function clockInDays(time: number, step: number): string {
  if (step >= hour) return formatDuration(time);
  const [hours, minutes] = [Math.floor((time % day) / hour), Math.floor((time % hour) / minute)];
  const text = `${Math.floor(time / day)} d ${twoDigits(hours)}:${twoDigits(minutes)}`;
  return step >= minute ? text : `${text}:${twoDigits(Math.floor((time % minute) / second))}${fraction(time, step)}`;
}

/** The decimals of a second, as far as steps of this length need them. */
function fraction(time: number, step: number): string {
  const digits = step >= second ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return digits === 0
    ? ""
    : `.${String(time % second)
        .padStart(3, "0")
        .slice(0, digits)}`;
}
