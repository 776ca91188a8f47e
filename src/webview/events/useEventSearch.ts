import { useEffect, useRef } from "preact/hooks";
import type { Host } from "../host.ts";
import type { EventsFound } from "../state/eventsFound.ts";

/** In milliseconds. The search waits for a pause in typing, so that results for the first letters don't interrupt. */
const pause = 120;

/** Asks the extension, which has all events, to search them for a text. Returns the results so far. */
export function useEventSearch(query: string, found: EventsFound | undefined, host: Host): EventsFound | undefined {
  // After a snapshot the state of the search is lost, so it starts again.
  const unknown = found === undefined;
  const asked = useRef("");
  useEffect(() => {
    if (query === "" || (!unknown && asked.current === query)) return undefined;
    const timer = setTimeout(() => {
      asked.current = query;
      host.post({ type: "search", query });
    }, pause);
    return () => clearTimeout(timer);
  }, [query, unknown]);
  useEffect(() => () => host.post({ type: "search", query: "" }), []);
  return query !== "" && found?.query === query ? found : undefined;
}
