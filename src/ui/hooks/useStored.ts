import { useEffect, useReducer } from "preact/hooks";
import { useLatest } from "./useLatest.ts";

interface Stored {
  /** Calls back after each change. @returns a function that ends it */
  onChange(listener: () => void): () => void;
}

/**
 * A value of something outside the components, drawn again whenever it is another one. A component listens only some
 * time after it was drawn, and nobody tells it what has changed in between, so it then looks once more.
 *
 * @param get the same value, as long as nothing has changed
 */
export function useStored<T>(stored: Stored, get: () => T): T {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const drawn = get();
  const latest = useLatest({ drawn, get });
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(latest.current.get(), latest.current.drawn)) redraw(undefined);
    };
    look();
    return stored.onChange(look);
  }, [stored]);
  return drawn;
}
