import { useEffect, useState } from "preact/hooks";
import { useLatest } from "../ui/hooks/useLatest.ts";
import type { CompareHost, ReaderPlace } from "./compareHost.ts";
import { placeText } from "./CompareToolbar.tsx";
import type { Opening } from "./comparisonPlace.ts";
import type { RowActs } from "./rows/Pair.tsx";
import type { CompareState } from "./state/compareState.ts";

/** Acts that do what they would do now, as one object that never changes. */
export function useActs(acts: RowActs): RowActs {
  const latest = useLatest(acts);
  const [steady] = useState<RowActs>(() => ({
    onCurrent: (row) => latest.current.onCurrent(row),
    goTo: (row) => latest.current.goTo(row),
    openStep: (side, row) => latest.current.openStep(side, row),
    toggleFold: (from) => latest.current.toggleFold(from),
  }));
  return steady;
}

/** Shows a row that the extension wants to have shown, once for each wish. */
export function useWanted(wanted: { row: number } | undefined, show: (row: number) => void): void {
  const latest = useLatest(show);
  useEffect(() => {
    if (wanted) latest.current(wanted.row);
  }, [wanted]);
}

/** Keeps where the reader is, for the next time that the page is made. */
export function useKept(opening: Opening, host: CompareHost, place: Required<ReaderPlace>): void {
  const { side, filter, row } = place;
  useEffect(() => {
    // After a swap the rows are others: the side and the filter stay.
    Object.assign(opening, { side, filter });
    delete opening.row;
    host.saveReader({ side, filter, row });
  }, [opening, host, side, filter, row]);
}

/**
 * The announcement for a screen reader when the reader comes to a difference: its number, and its content as soon as
 * that has arrived.
 */
export function useAnnouncements(
  { bodies }: CompareState,
  stops: readonly number[],
): { text: string; difference: (row: number) => void } {
  const [row, setRow] = useState<number>();
  if (row === undefined) return { text: "", difference: setRow };
  const changes = bodies.get(row)?.changes;
  const place = placeText(stops.length, stops.indexOf(row));
  return { text: changes === undefined ? place : `${place}: ${changes}`, difference: setRow };
}
