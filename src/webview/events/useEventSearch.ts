import { useEffect, useRef } from "preact/hooks";
import type { Host } from "../host.ts";
import type { EventsFound } from "../state/eventsFound.ts";

/** A reader who types is not interrupted by what the first letters find. In milliseconds. */
const pause = 120;

/** Has the extension, which has all of the events, look for a text in them; gives what it has found so far. */
export function useEventSearch(query: string, found: EventsFound | undefined, host: Host): EventsFound | undefined {
  // After a snapshot nothing is known of a search: it begins anew.
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
