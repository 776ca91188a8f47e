import { useEffect } from "preact/hooks";
import type { EventRow } from "../../protocol/eventViews.ts";
import type { Host } from "../host.ts";

/** A reader who scrolls past asks for nothing. In milliseconds. */
const pause = 80;

/** Asks for the words of rows in view that have none, once they have stood there for a moment. */
export function usePastRows(inView: readonly (EventRow | undefined)[], failedAt: number | undefined, host: Host): void {
  const wanting = inView.find((row) => row !== undefined && row.summary === undefined)?.sequence;
  useEffect(() => {
    if (wanting === undefined || wanting === failedAt) return undefined;
    const timer = setTimeout(() => host.post({ type: "loadRows", sequence: wanting }), pause);
    return () => clearTimeout(timer);
  }, [wanting, failedAt]);
}
