import { useEffect, useRef } from "preact/hooks";
import { usePanel } from "./host.ts";

/** In milliseconds. The search waits for a pause in typing, so that results for the first letters don't interrupt. */
const typingPause = 120;

/**
 * Asks the extension to search what the page doesn't have for a text. Returns the results so far.
 *
 * @param query empty without a search
 * @param found what the extension has found, also for another text
 */
export function useHostSearch<Found extends { readonly query: string }>(
  type: "search" | "searchCalls",
  query: string,
  found: Found | undefined,
): Found | undefined {
  const { host } = usePanel();
  // After a snapshot the state of the search is lost, so it starts again.
  const unknown = found === undefined;
  const asked = useRef("");
  const ask = (text: string): void => {
    asked.current = text;
    host.post({ type, query: text });
  };
  const end = (): void => {
    if (asked.current !== "") ask("");
  };
  useEffect(() => {
    if (query === "") return end();
    if (!unknown && asked.current === query) return undefined;
    const timer = setTimeout(() => ask(query), typingPause);
    return () => clearTimeout(timer);
  }, [query, unknown]);
  useEffect(() => end, []);
  return query !== "" && found?.query === query ? found : undefined;
}
