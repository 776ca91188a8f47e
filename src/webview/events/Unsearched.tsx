import { formatCount } from "../../model/counts.ts";
import type { Host } from "../host.ts";
import type { EventsFound } from "../state/eventsFound.ts";

/** Says which events a search has left out, and offers to search them. */
export function Unsearched({ found, host }: { found: EventsFound | undefined; host: Host }) {
  if (!found || found.unsearched === 0) return null;
  const count = formatCount(found.unsearched);
  const [subject, verb] = found.unsearched === 1 ? ["The oldest event", "was"] : [`The oldest ${count} events`, "were"];
  return (
    <p class="unsearched" role="status">
      {found.error === undefined ? `${subject} ${verb} not searched.` : `${subject} couldn't be read: ${found.error}`}{" "}
      {found.done && (
        <button type="button" class="link" onClick={() => host.post({ type: "searchPast" })}>
          {found.error === undefined ? "Search Them" : "Retry"}
        </button>
      )}
    </p>
  );
}
