import { useEffect } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

/** `Ctrl+F` goes to our search wherever the focus is, and not to VS Code, whose search finds only drawn text. */
export function useFindKey(onFind: () => void, isOn = true): void {
  const latest = useLatest(onFind);
  useEffect(() => {
    if (!isOn) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [isOn]);
}
