import { formatSince, minute } from "./duration.ts";

/**
 * For how long nothing has come of a run that goes on, in words: *no update for 3 min*. One slow call of a model is as
 * silent as a program that was stopped, so that says nothing of its status.
 *
 * @param heardAt when something has come last, `now` both in milliseconds since the epoch
 * @returns empty within the first minute
 */
export function silenceText(heardAt: number | undefined, now: number): string {
  return heardAt === undefined || now - heardAt < minute ? "" : `no update for ${formatSince(now - heardAt)}`;
}
