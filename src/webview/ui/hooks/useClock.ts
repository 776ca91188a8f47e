import { useEffect, useState } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

const stillStep = 1000;

/**
 * The time in milliseconds since the epoch, for views that are drawn again while it passes: per frame, but at most
 * every `step` ms.
 */
export function useClock(ticking: boolean, step: number): number {
  const [now, setNow] = useState(Date.now);
  const least = useLatest(matchMedia("(prefers-reduced-motion: reduce)").matches ? stillStep : step);
  useEffect(() => {
    if (!ticking) return undefined;
    let last = 0;
    let frame = 0;
    const run = (): void => {
      frame = requestAnimationFrame(run);
      const time = Date.now();
      if (time - last < least.current) return;
      last = time;
      setNow(time);
    };
    run();
    return () => cancelAnimationFrame(frame);
  }, [ticking]);
  return now;
}
