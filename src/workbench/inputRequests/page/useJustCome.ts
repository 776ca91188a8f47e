import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** In milliseconds: for so long the buttons of a card are off that has come to a pointer or a focus by itself. */
const offDuration = 500;
/** In pixels: how far a resting hand moves the pointer. */
const maxRestDistance = 4;

/** A pointer that rests, and the card with its buttons under it. */
interface Resting {
  x: number;
  y: number;
  card: string | undefined;
}

/** Where the pointer of the page rests. It is followed from the beginning, since the first card may come under it. */
const pointer: { rests: Resting | undefined; readonly lists: Set<(justCome: string | undefined) => void> } = {
  rests: undefined,
  lists: new Set(),
};

function follow({ clientX: x, clientY: y, target }: PointerEvent): void {
  const { rests } = pointer;
  if (rests && Math.hypot(rests.x - x, rests.y - y) < maxRestDistance) return;
  pointer.rests = { x, y, card: cardOfButtons(target) };
  for (const set of pointer.lists) set(undefined);
}

/** Looks what has come under the pointer. A page may have several lists of cards. */
function look(): void {
  const { rests } = pointer;
  if (!rests) return;
  const card = cardOfButtons(document.elementFromPoint(rests.x, rests.y));
  if (card === rests.card) return;
  rests.card = card;
  for (const set of pointer.lists) set(card);
}

function forget(): void {
  pointer.rests = undefined;
}

/** The events that tell where the pointer is. */
const moveEvents = ["pointerover", "pointermove", "pointerdown"] as const;
/** The events after which it has to tell that anew: with the wheel, the person moves the cards. */
const leaveEvents = ["pointerleave", "wheel"] as const;
for (const kind of moveEvents)
  document.documentElement.addEventListener(kind, follow, { capture: true, passive: true });
for (const kind of leaveEvents) document.documentElement.addEventListener(kind, forget, { passive: true });

interface JustCome {
  card: string | undefined;
  /** Notes that the focus has moved on to a card by itself. */
  focused: (card: HTMLElement) => void;
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
  useLayoutEffect(() => {
    pointer.lists.add(setCard);
    // Cards also grow after they were drawn, as where more of a text is shown, and move those below.
    const observer = new ResizeObserver(look);
    if (content.current) observer.observe(content.current);
    return () => {
      pointer.lists.delete(setCard);
      observer.disconnect();
    };
  }, [content]);
  useLayoutEffect(look, [cards]);
  useEffect(() => {
    if (card === undefined) return undefined;
    const timer = setTimeout(() => setCard(undefined), offDuration);
    return () => clearTimeout(timer);
  }, [card]);
  return {
    card,
    focused: (element) => {
      // It is scrolled into view, which may bring other buttons under the pointer.
      look();
      setCard(element.dataset["request"]);
    },
    moved: () => setCard(undefined),
  };
}

function cardOfButtons(element: EventTarget | null): string | undefined {
  if (!(element instanceof Element) || !element.closest(".do")) return undefined;
  return element.closest<HTMLElement>("[data-request]")?.dataset["request"];
}
