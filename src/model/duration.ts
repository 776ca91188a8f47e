const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A duration that is over, from milliseconds: *412 ms*, *3.1 s*, *14 s*, *7 min 19 s*, *2 h 5 min*, *3 d 4 h*. The same
 * in the explorer, its tooltips and the panel.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return "0 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return twoUnits(ms, minute, "min", second, "s");
  if (ms < day) return twoUnits(ms, hour, "h", minute, "min");
  return twoUnits(ms, day, "d", hour, "h");
}

/**
 * The same for a duration that goes on. Its first second counts in tenths, since nobody can read changing milliseconds:
 * *0.4 s*.
 */
export function formatTicking(ms: number): string {
  return ms < 999.5 ? `${(Math.max(0, ms) / second).toFixed(1)} s` : formatDuration(ms);
}

/** The same without seconds from a minute on, so that it changes rarely: *6.2 s*, *4 min*, *2 h 5 min*, *3 d 4 h*. */
export function formatSince(ms: number): string {
  return ms < minute ? formatTicking(ms) : formatDuration(ms - (ms % minute));
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
