import { useEffect, useState } from "preact/hooks";

/** In milliseconds. Faster content isn't preceded by a flashing skeleton. */
const slowAfter = 300;

export function useIsSlow(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), slowAfter);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
