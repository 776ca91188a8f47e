import { useState } from "preact/hooks";
import type { TimelineMemory } from "../../state/viewMemory.ts";
import type { TimelineRow } from "./timelineRow.ts";

interface DetailedRow {
  /** The index of the selected row, or -1. */
  selected: number;
  /** The row whose details are shown: the one under the pointer, otherwise the one that a key selected. */
  detailed: TimelineRow | undefined;
  /** The index of that row, or -1, also while it is out of view. */
  shown: number;
  /** Call it when the pointer is over another row, or over none. */
  point: (id: string | undefined) => void;
  /** Whether a key selects rows, so that the selected one shows its details. */
  setByKey: (byKey: boolean) => void;
}

/**
 * @param pointed receives the row under the pointer
 * @param isInSight whether the row with an index is in view
 */
export function useDetailedRow(
  visible: readonly TimelineRow[],
  memory: TimelineMemory,
  pointed: { current: string | undefined },
  isInSight: (index: number) => boolean,
): DetailedRow {
  const [hovered, setHovered] = useState<string>();
  const [byKey, setByKey] = useState(false);
  const selected = visible.findIndex(({ id }) => id === memory.selected);
  const pointedAt = visible.findIndex(({ id }) => id === hovered);
  const shown = pointedAt < 0 && byKey ? selected : pointedAt;
  const point = (id: string | undefined): void => {
    pointed.current = id;
    setHovered(id);
  };
  return { selected, detailed: isInSight(shown) ? visible[shown] : undefined, shown, point, setByKey };
}
