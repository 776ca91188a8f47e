import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { useLatest } from "../ui/hooks/useLatest.ts";

/** How much time a pixel of the wheel adds or removes. */
const strength = 0.002;
const most = 120;

/** `Ctrl` and the wheel zoom at the pointer, the wheel sideways pans. */
export function useWheelZoom(
  scroller: RefObject<HTMLElement | null>,
  track: RefObject<HTMLElement | null>,
  onZoom: (factor: number, around: number) => void,
  onPan: (pixels: number) => void,
): void {
  const latest = useLatest({ onZoom, onPan });
  useEffect(() => {
    const element = scroller.current;
    const onWheel = (event: WheelEvent): void => {
      const left = track.current?.getBoundingClientRect().left ?? 0;
      if (event.ctrlKey || event.metaKey) {
        const by = Math.max(-most, Math.min(most, event.deltaY));
        latest.current.onZoom(Math.exp(by * strength), Math.max(0, event.clientX - left));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        latest.current.onPan(event.deltaX);
      } else return;
      event.preventDefault();
    };
    // Preact's own listeners are passive for the wheel in some browsers, so they couldn't keep the page from zooming.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [scroller, track]);
}
