import { useEffect, useRef } from "preact/hooks";

interface Point {
  x: number;
  y: number;
}

/** In pixels: how far a resting hand moves the pointer. */
const resting = 4;

/** Whether a hand that rests may have moved the pointer from one place to the other. */
export function isResting(from: Point, to: Point): boolean {
  return Math.hypot(from.x - to.x, from.y - to.y) < resting;
}

/**
 * Whether the pointer hasn't moved since it came into the page. It comes there without moving when a list, a dialog or a
 * notification of VS Code above the page closes, and the second click of a double click on it reaches the page.
 */
export function usePointerRest(): () => boolean {
  const came = useRef<Point>(undefined);
  const hasMoved = useRef(false);
  useEffect(() => {
    const leave = (): void => {
      came.current = undefined;
      hasMoved.current = false;
    };
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      came.current ??= { x, y };
      hasMoved.current ||= !isResting(came.current, { x, y });
    };
    const page = document.documentElement;
    page.addEventListener("pointerleave", leave);
    page.addEventListener("pointermove", move);
    // What comes above the page takes the focus, while the pointer may stay.
    window.addEventListener("blur", leave);
    return () => {
      page.removeEventListener("pointerleave", leave);
      page.removeEventListener("pointermove", move);
      window.removeEventListener("blur", leave);
    };
  }, []);
  return () => !hasMoved.current;
}
