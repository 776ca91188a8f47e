import { useEffect, useReducer, useRef } from "preact/hooks";

/** Faster than this no number can be read, in milliseconds. */
const step = 200;

/**
 * What changes in each frame, at a pace at which it can be read and costs little: it is drawn anew five times a second.
 *
 * @param of whose value it is; that of another one is there at once
 */
export function useCalm<T>(value: T, of: unknown): T {
  const [drawn, redraw] = useReducer<object, undefined>(() => ({}), {});
  const shown = useRef({ value, of, at: -Infinity });
  const now = performance.now();
  const { current } = shown;
  if (current.of !== of || (current.value !== value && now >= current.at + step))
    shown.current = { value, of, at: now };
  const isLate = shown.current.value !== value;
  useEffect(() => {
    if (!isLate) return undefined;
    const timer = setTimeout(() => redraw(undefined), Math.ceil(shown.current.at + step - performance.now()));
    return () => clearTimeout(timer);
  }, [isLate, drawn]);
  return shown.current.value;
}
