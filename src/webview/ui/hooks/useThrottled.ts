import { useEffect, useReducer, useRef } from "preact/hooks";

/** In milliseconds. Nobody can read a number that changes faster. */
const step = 200;

/**
 * A value that changes in each frame, at a readable pace that costs little: it is drawn five times a second.
 *
 * @param of the owner of the value; that of another owner is shown at once
 */
export function useThrottled<T>(value: T, of: unknown): T {
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
