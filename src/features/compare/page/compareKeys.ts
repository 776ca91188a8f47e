import { useEffect } from "preact/hooks";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { isField } from "#ui/hooks/useStepKeys.ts";
import { lineByKey } from "#ui/lineByKey.ts";
import { headHeight } from "./ColumnHeads.tsx";
import type { Side } from "./compareViews.ts";
import type { CompareLine } from "./rows/compareLines.ts";

export interface CompareKeys {
  difference: (step: 1 | -1) => void;
  /** Goes to the next line, or the previous one. */
  step: (key: "j" | "k") => void;
  swap: () => void;
  toggleOnly: () => void;
  showSide: (side: Side) => void;
}

/** The keys that hold wherever the focus is, but in a field or a menu. */
export function useCompareKeys(keys: CompareKeys): void {
  const latest = useLatest(keys);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, ctrlKey, metaKey, altKey } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || isField(target)) return;
      if (target instanceof Element && target.closest("[role='menu']")) return;
      const act = actOf(event, latest.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function actOf({ key, shiftKey }: KeyboardEvent, keys: CompareKeys): (() => void) | undefined {
  if (key === "F7") return () => keys.difference(shiftKey ? -1 : 1);
  const acts: Partial<Record<string, () => void>> = {
    j: () => keys.step("j"),
    k: () => keys.step("k"),
    x: keys.swap,
    d: keys.toggleOnly,
    1: () => keys.showSide("a"),
    2: () => keys.showSide("b"),
  };
  return acts[key.toLowerCase()];
}

/**
 * The row that a key selects in the list. Arrows scroll through a row that extends out of view, and `PageUp` and
 * `PageDown` always scroll.
 */
export function rowByKey(
  event: KeyboardEvent,
  lines: readonly CompareLine[],
  current: number,
  scroller: HTMLElement | null,
): number | undefined {
  if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return undefined;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  if (event.key.startsWith("Arrow") && goesOn(scroller, current, event.key === "ArrowDown")) return undefined;
  return rowAt(lines, nextLine(event.key, lines, current));
}

/** The line after another one, or before it, by a key. */
export function nextLine(key: string, lines: readonly CompareLine[], current: number): number | undefined {
  return lineByKey(key, current < 0 ? undefined : current, lines.length, 1, (index) => lines[index]?.kind !== "first");
}

/** The row of a line; the first one of a fold. */
export function rowAt(lines: readonly CompareLine[], index: number | undefined): number | undefined {
  const line = index === undefined ? undefined : lines[index];
  return line?.kind === "fold" ? line.from : line?.row;
}

/** Whether more of the current row lies out of view in that direction. */
function goesOn(scroller: HTMLElement | null, current: number, down: boolean): boolean {
  const row = scroller?.querySelector(`[data-index="${current}"]`)?.getBoundingClientRect();
  if (!scroller || !row) return false;
  const view = scroller.getBoundingClientRect();
  const isInSight = row.bottom > view.top && row.top < view.bottom;
  return isInSight && (down ? row.bottom > view.bottom + 1 : row.top < view.top + headHeight - 1);
}
