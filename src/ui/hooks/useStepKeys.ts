import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

/**
 * `J` and `K` go into a list wherever the focus is, except in a field or a menu, or if another handler has used the
 * key.
 *
 * @param keys their letters
 */
export function useStepKeys(
  list: RefObject<HTMLElement | null>,
  onStep: (event: KeyboardEvent) => void,
  keys = "jk",
): void {
  const latest = useLatest(onStep);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.defaultPrevented || !isStepKey(event, keys) || isField(target)) return;
      if (!(target instanceof Element) || list.current?.contains(target) || target.closest("[role='menu']")) return;
      latest.current(event);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [list, keys]);
}

export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}

function isStepKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, keys: string): boolean {
  return key.length === 1 && keys.includes(key.toLowerCase()) && !ctrlKey && !metaKey && !altKey;
}
