import { useLayoutEffect, useRef } from "preact/hooks";

/** The value of the last drawing, for handlers that are added once or that never change. */
export function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
