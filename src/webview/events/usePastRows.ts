import { useEffect } from "preact/hooks";
import type { EventRow } from "../../protocol/eventViews.ts";
import type { Host } from "../host.ts";

/** In milliseconds. A reader who scrolls past requests nothing. */
const pause = 80;

/** Requests the text of rows in view that have lost it, once they have been in view for a moment. */
export function usePastRows(inView: readonly (EventRow | undefined)[], failedAt: number | undefined, host: Host): void {
  const wanting = inView.find((row) => row !== undefined && row.summary === undefined)?.sequence;
  useEffect(() => {
    if (wanting === undefined || wanting === failedAt) return undefined;
    const timer = setTimeout(() => host.post({ type: "loadRows", sequence: wanting }), pause);
    return () => clearTimeout(timer);
  }, [wanting, failedAt]);
}
