import type { FoundEvents } from "../messages.ts";

export interface EventsFound extends Omit<FoundEvents, "type" | "sequences"> {
  /** The set only grows. */
  sequences: Set<number>;
}

export function takeFound(before: EventsFound | undefined, news: FoundEvents): EventsFound {
  const { query, done, unsearched, error } = news;
  const sequences = before?.query === query ? before.sequences : new Set<number>();
  for (const sequence of news.sequences) sequences.add(sequence);
  return { query, done, unsearched, sequences, error };
}
