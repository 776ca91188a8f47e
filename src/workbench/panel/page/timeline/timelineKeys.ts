import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { isField } from "#ui/hooks/useStepKeys.ts";

export interface ZoomCommands {
  zoom(factor: number): void;
  showAll(): void;
  zoomToRow(): void;
  /** Moves the window by a part of the view. */
  pan(part: number): void;
}

export const zoomStep = 1.5;

const letters: Record<string, (commands: ZoomCommands) => void> = {
  "+": (commands) => commands.zoom(1 / zoomStep),
  "=": (commands) => commands.zoom(1 / zoomStep),
  "-": (commands) => commands.zoom(zoomStep),
  "0": (commands) => commands.showAll(),
  z: (commands) => commands.zoomToRow(),
};
const arrows: Record<string, number> = { ArrowLeft: -0.25, ArrowRight: 0.25 };

/** The keys that zoom work everywhere except in a field; those that pan only within the view. */
export function useZoomKeys(root: RefObject<HTMLElement | null>, commands: ZoomCommands): void {
  const latest = useLatest(commands);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField(target)) return;
      const part =
        event.shiftKey && target instanceof Node && root.current?.contains(target) ? arrows[event.key] : undefined;
      const letter = Object.hasOwn(letters, event.key.toLowerCase()) ? letters[event.key.toLowerCase()] : undefined;
      if (part === undefined && !letter) return;
      event.preventDefault();
      if (part !== undefined) latest.current.pan(part);
      else letter?.(latest.current);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [root]);
}
