import { useReducer } from "preact/hooks";
import type { FoldMemory } from "#ui/listMemory.ts";

/**
 * Whether a part of the story is expanded, and a function to change it. The choice survives a change of tabs, and a
 * search may change it, too.
 *
 * @param unless the value until the reader has chosen
 */
export function useFold(memory: FoldMemory, id: string, unless = false): [open: boolean, toggle: () => void] {
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
