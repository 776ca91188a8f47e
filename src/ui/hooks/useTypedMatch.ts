import { useEffect, useRef } from "preact/hooks";

/**
 * What is typed into a search shows its first match, and `Enter` goes to it. Nothing is shown any more once the reader
 * has gone elsewhere: a match may come much later, while the run streams.
 *
 * @param query the text that was searched for in this drawing
 * @param count how many matches it has
 * @param show shows the first one
 * @returns to be called with what is typed
 */
export function useTypedMatch(query: string | undefined, count: number, show: () => void): (query?: string) => void {
  const typed = useRef<string>(undefined);
  useEffect(() => {
    // An effect runs some time after its drawing. By then a newer text may have been typed, which has other matches.
    if (typed.current === undefined || typed.current !== query || count === 0) return;
    typed.current = undefined;
    show();
  });
  useEffect(() => {
    const forget = ({ target }: Event): void => {
      if (!(target instanceof HTMLInputElement)) typed.current = undefined;
    };
    for (const kind of moveEvents) addEventListener(kind, forget, { capture: true, passive: true });
    return () => {
      for (const kind of moveEvents) removeEventListener(kind, forget, { capture: true });
    };
  }, []);
  return (next) => {
    typed.current = next;
  };
}

const moveEvents = ["wheel", "pointerdown", "keydown"] as const;
