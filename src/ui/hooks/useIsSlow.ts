import { useEffect, useState } from "preact/hooks";

/** In milliseconds. Faster content isn't preceded by a flashing skeleton. */
const skeletonDelay = 300;

export function useIsSlow(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), skeletonDelay);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
