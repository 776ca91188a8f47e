import { useEffect, useState } from "preact/hooks";

/** The time in milliseconds since the epoch. It advances while `ticking`, every `step` ms. */
export function useNow(ticking: boolean, step = 100): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!ticking) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [ticking, step]);
  return now;
}
