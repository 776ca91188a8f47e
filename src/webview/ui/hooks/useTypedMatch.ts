import { useEffect, useRef } from "preact/hooks";

/**
 * What is typed into a search shows its first match, and `Enter` goes to it.
 *
 * @param count how many matches there are
 * @param show shows the first one
 * @returns to be called when something is typed
 */
export function useTypedMatch(count: number, show: () => void): () => void {
  const typed = useRef(false);
  useEffect(() => {
    if (!typed.current || count === 0) return;
    typed.current = false;
    show();
  });
  return () => {
    typed.current = true;
  };
}
