import { useEffect, useState } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

/** In milliseconds: how often the count is read, and the period of a rate. */
const step = 500;
const span = 2_000;

/** How much a count grows each second, as a whole number, while it is watched. */
export function useRate(count: number, watched: boolean): number {
  const [rate, setRate] = useState(0);
  const latest = useLatest(count);
  useEffect(() => {
    setRate(0);
    if (!watched) return undefined;
    let samples = [{ at: performance.now(), count: latest.current }];
    const timer = setInterval(() => {
      const at = performance.now();
      samples = [...samples.filter((sample) => sample.at > at - span - step / 2), { at, count: latest.current }];
      const [first] = samples;
      if (first && first.at < at) setRate(Math.round(((latest.current - first.count) * 1_000) / (at - first.at)));
    }, step);
    return () => clearInterval(timer);
  }, [watched]);
  return rate;
}
