/** Milliseconds. */
export interface BackoffLimits {
  first: number;
  most: number;
}

const patientLimits: BackoffLimits = { first: 500, most: 30_000 };

/** The longest that a server's `Retry-After` is honoured for, in milliseconds: a timer takes less than 25 days. */
const longestRetryAfter = 60_000;

export interface BackoffInput {
  /** Counts from 1. */
  attempt: number;
  /** What the server asked to wait, in milliseconds. */
  retryAfter?: number | undefined;
  /** From 0 up to but not including 1. */
  random: number;
}

/**
 * How long to wait before an attempt, in milliseconds: doubles each time, of which between a half and all, so that
 * clients that broke together do not come back together; and never less than what the server asked for.
 */
export function backoffDelay(input: BackoffInput, { first, most }: BackoffLimits): number {
  const { attempt, retryAfter = 0, random } = input;
  const full = Math.min(first * 2 ** (attempt - 1), most);
  return Math.round(Math.max(full * (0.5 + random / 2), Math.min(retryAfter, longestRetryAfter)));
}

/** The same for whoever tries for as long as it takes: a stream, a watch, a batch. */
export function patientDelay(input: BackoffInput): number {
  return backoffDelay(input, patientLimits);
}

/**
 * Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds from now, `undefined` for a value that is neither
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date starts with its day's name; Date.parse alone would also take a bare number such as "-3".
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
