import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** In milliseconds: for so long the buttons of a card are off that has come to a pointer or a focus by itself. */
const offTime = 500;
/** In pixels: how far a resting hand moves the pointer. */
const resting = 4;

/** A pointer that rests, and the card with its buttons under it. */
interface Resting {
  x: number;
  y: number;
  card: string | undefined;
}

interface JustCome {
  /** The card that has just come; its buttons are off. */
  card: string | undefined;
  /** Notes that the focus has moved on to a card by itself. */
  focused: (card: HTMLElement) => void;
  /** Notes that the person has moved the focus. */
  moved: () => void;
}

/**
 * Which card has just come by itself to where the person is: its buttons came to stand under a pointer that rests, or
 * the focus moved on to it. A click or a key may still be meant for what was there before, so its buttons are off for
 * half a second, and look it. They are on as soon as the person moves pointer or focus, which is then meant for them.
 *
 * @param content the element around the cards
 * @param cards different for other cards, and for the same ones in another state
 */
export function useJustCome(content: RefObject<HTMLElement | null>, cards: string): JustCome {
  const [card, setCard] = useState<string>();
  const pointer = useRef<Resting>(undefined);
  const look = useRef((): void => {
    const rests = pointer.current;
    if (!rests) return;
    const now = cardOfButtons(document.elementFromPoint(rests.x, rests.y));
    if (now === rests.card) return;
    rests.card = now;
    setCard(now);
  }).current;
  useLayoutEffect(() => {
    const move = ({ clientX: x, clientY: y, target }: PointerEvent): void => {
      const rests = pointer.current;
      if (rests && Math.hypot(rests.x - x, rests.y - y) < resting) return;
      pointer.current = { x, y, card: cardOfButtons(target) };
      setCard(undefined);
    };
    const leave = (): void => {
      pointer.current = undefined;
    };
    const page = document.documentElement;
    for (const kind of moves) page.addEventListener(kind, move, { capture: true, passive: true });
    for (const kind of leaves) page.addEventListener(kind, leave, { passive: true });
    // Cards also grow after they were drawn: their Markdown is drawn late.
    const observer = new ResizeObserver(look);
    if (content.current) observer.observe(content.current);
    return () => {
      for (const kind of moves) page.removeEventListener(kind, move, { capture: true });
      for (const kind of leaves) page.removeEventListener(kind, leave);
      observer.disconnect();
    };
  }, [content, look]);
  useLayoutEffect(look, [cards, look]);
  useEffect(() => {
    if (card === undefined) return undefined;
    const timer = setTimeout(() => setCard(undefined), offTime);
    return () => clearTimeout(timer);
  }, [card]);
  return {
    card,
    focused: (element) => {
      // It is scrolled into view, which may bring other buttons under the pointer.
      look();
      // After a click nobody goes on with the keyboard.
      if (element.matches(":focus-visible")) setCard(element.dataset["request"]);
    },
    moved: () => setCard(undefined),
  };
}

/** The events that tell where the pointer is. */
const moves = ["pointerover", "pointermove", "pointerdown"] as const;
/** The events after which it has to tell that anew: with the wheel, the person moves the cards. */
const leaves = ["pointerleave", "wheel"] as const;

/** The card whose buttons an element belongs to. */
function cardOfButtons(element: EventTarget | null): string | undefined {
  if (!(element instanceof Element) || !element.closest(".do")) return undefined;
  return element.closest<HTMLElement>("[data-request]")?.dataset["request"];
}
