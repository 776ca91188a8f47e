import { useEffect, useRef } from "preact/hooks";

/**
 * What is typed into a search shows its first match, and `Enter` goes to it. Nothing is shown any more once the reader
 * has gone elsewhere: a match may come much later, while the run streams.
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
  useEffect(() => {
    const forget = ({ target }: Event): void => {
      if (!(target instanceof HTMLInputElement)) typed.current = false;
    };
    for (const kind of moves) addEventListener(kind, forget, { capture: true, passive: true });
    return () => {
      for (const kind of moves) removeEventListener(kind, forget, { capture: true });
    };
  }, []);
  return () => {
    typed.current = true;
  };
}

const moves = ["wheel", "pointerdown", "keydown"] as const;
