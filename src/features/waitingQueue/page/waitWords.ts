import { formatSince, minute } from "#model/duration.ts";
import { formatAge } from "#model/times.ts";

/** How long something waits: *just now*, *20 s*, *4 min*, *2 h 14 min*. */
export function waitWords(ms: number): string {
  return ms < minute ? formatAge(ms) : formatSince(ms);
}
