/** Milliseconds. */
export interface BackoffLimits {
  first: number;
  max: number;
}

const reconnectDelays: BackoffLimits = { first: 500, max: 30_000 };

/** The longest `Retry-After` that we follow, in milliseconds. */
const maxRetryAfter = 300_000;

export interface BackoffInput {
  /** Counts from 1. */
  attempt: number;
  /** How long the server asked to wait, in milliseconds. */
  retryAfter?: number;
  /** A random number from 0 up to but not including 1. */
  random: number;
}

/**
 * How long to wait, in milliseconds: doubled each time, with a random half, so that clients don't come back together,
 * and never shorter than the server asked for.
 */
export function backoffDelay(input: BackoffInput, { first, max }: BackoffLimits): number {
  const { attempt, retryAfter = 0, random } = input;
  const full = Math.min(first * 2 ** (attempt - 1), max);
  return Math.round(Math.max(full * (0.5 + random / 2), Math.min(retryAfter, maxRetryAfter)));
}

/** The delay before the next attempt of a stream, a watch or a batch, which try until they succeed. */
export function patientDelay(input: BackoffInput): number {
  return backoffDelay(input, reconnectDelays);
}

/** Reads `Retry-After`: seconds or an HTTP date. @returns milliseconds from now, `undefined` for any other value */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date starts with its day's name; Date.parse alone would also take a bare number such as "-3".
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
