import { useEffect, useRef, useState } from "preact/hooks";

/** In milliseconds. A screen reader announces a comparison that goes on at most this often. */
const pause = 5_000;

/** What a screen reader announces of a text that changes: the first one at once, later ones not too often. */
export function useAnnouncement(text: string): string {
  const [announced, setAnnounced] = useState("");
  const at = useRef(-Infinity);
  useEffect(() => {
    if (text === announced) return undefined;
    const tell = (): void => {
      at.current = performance.now();
      setAnnounced(text);
    };
    const timer = setTimeout(tell, Math.max(0, at.current + pause - performance.now()));
    return () => clearTimeout(timer);
  }, [text, announced]);
  return announced;
}
