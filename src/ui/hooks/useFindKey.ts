import { useEffect } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

/**
 * `Ctrl+F` goes to our search wherever the focus is, and not to VS Code, whose search finds only drawn text.
 *
 * @param onFind returns `false` to leave the key to VS Code
 */
export function useFindKey(onFind: () => unknown, isOn = true): void {
  const latest = useLatest(onFind);
  useEffect(() => {
    if (!isOn) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      if (latest.current() === false) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [isOn]);
}
