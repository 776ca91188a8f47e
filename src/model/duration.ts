/** In milliseconds. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * A duration that is over, from milliseconds, rounded: *1.4 ms*, *3.1 s*, *14 s*, *7 min 19 s*, *2 h 5 min*, *3 d 4 h*.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return "0 ms";
  // Only what was measured in microseconds has a fraction.
  if (ms < 9.95 && !Number.isInteger(ms)) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * second) return `${(ms / second).toFixed(1)} s`;
  const shown = roundedTo(ms, shownStep(ms));
  if (shown < minute) return `${shown / second} s`;
  if (shown < hour) return twoUnits(shown, minute, "min", second, "s");
  if (shown < day) return twoUnits(shown, hour, "h", minute, "min");
  return twoUnits(shown, day, "d", hour, "h");
}

/** How long a run took that is over. The API may send whole seconds, so that a run within one second took no time. */
export function formatRunDuration(ms: number): string {
  return ms <= 0 ? "under 1 s" : formatDuration(ms);
}

/**
 * How much longer `after` is, as the two are shown: between *45 s* and *39 s* it is *−6 s*, whatever was rounded away.
 */
export function formatDifference(before: number, after: number): string {
  const step = Math.max(shownStep(before), shownStep(after));
  const [from, to] = [before, after].map((ms) => roundedTo(Math.max(0, ms), shownStep(ms)));
  const difference = roundedTo(to! - from!, step);
  if (difference === 0) return "0 ms";
  const size = Math.abs(difference);
  const text = step === second && size < 10 * second ? `${size / second} s` : formatDuration(size);
  return `${difference < 0 ? "−" : "+"}${text}`;
}

/** The least difference that a shown duration has to the next one, in milliseconds. */
function shownStep(ms: number): number {
  if (ms < 999.5) return 1;
  if (ms < 9.95 * second) return second / 10;
  if (ms < hour - second / 2) return second;
  return ms < day - minute / 2 ? minute : hour;
}

function roundedTo(ms: number, step: number): number {
  return Math.round(ms / step) * step;
}

/** A duration that goes on. Its first second counts in tenths: *0.4 s*. */
export function formatTicking(ms: number): string {
  return ms < 999.5 ? `${(Math.max(0, ms) / second).toFixed(1)} s` : formatDuration(ms);
}

/** A duration that goes on, from a minute on without seconds: it changes rarely. *6.2 s*, *4 min*, *2 h 5 min*. */
export function formatSince(ms: number): string {
  return ms < minute ? formatTicking(ms) : formatDuration(ms - (ms % minute));
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.round((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
