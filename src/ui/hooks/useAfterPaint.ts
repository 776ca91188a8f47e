import { useLayoutEffect, useState } from "preact/hooks";

/**
 * A value that follows once the present drawing is on the screen, unless a newer one has come. For what stands beside
 * the list that a person scrolls: drawn in the same task, the outline of a story makes the longest task a sixth longer.
 */
export function useAfterPaint<T extends string | number | undefined>(value: T): T {
  const [painted, setPainted] = useState(value);
  useLayoutEffect(() => {
    if (painted === value) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(value));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return painted;
}
