import { useEffect, useRef, useState } from "preact/hooks";

/** In milliseconds. A screen reader announces a comparison that goes on at most this often. */
const pause = 5_000;

/** What a screen reader announces of a text that changes: the first one at once, later ones not too often. */
export function useTold(text: string): string {
  const [told, setTold] = useState("");
  const at = useRef(-Infinity);
  useEffect(() => {
    if (text === told) return undefined;
    const tell = (): void => {
      at.current = performance.now();
      setTold(text);
    };
    const timer = setTimeout(tell, Math.max(0, at.current + pause - performance.now()));
    return () => clearTimeout(timer);
  }, [text, told]);
  return told;
}
