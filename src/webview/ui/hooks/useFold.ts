import { useReducer } from "preact/hooks";
import type { StoryMemory } from "../../state/viewMemory.ts";

/**
 * Whether something in the story is open, and what changes it. The choice outlives a change of tabs, and a search may
 * make it, too.
 *
 * @param unless what it is until somebody has chosen
 */
export function useFold(memory: StoryMemory, id: string, unless = false): [open: boolean, toggle: () => void] {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const open = memory.open.get(id) ?? unless;
  return [
    open,
    () => {
      memory.open.set(id, !open);
      redraw(undefined);
    },
  ];
}
