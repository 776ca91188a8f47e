import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";

export const dots = "•••";

/**
 * Whether the page shows a run of a program on this machine: its times are short, and its dots can be uncovered. What
 * does it is around the text (`secretAt`).
 */
export const IsLocalRun = createContext(false);

/** A text with a button for each of its dots. */
export function withDots(text: string): ComponentChildren {
  if (!text.includes(dots)) return text;
  return text.split(dots).flatMap((piece, index) => (index === 0 ? [piece] : [<Dots key={index} />, piece]));
}

function Dots() {
  if (!useContext(IsLocalRun)) return <>{dots}</>;
  return (
    <button type="button" class="link dots" title="Show" aria-label="Show hidden value">
      {dots}
    </button>
  );
}

/** The index of the pressed dots among those of an element; `undefined` for a press on anything else. */
export function secretAt(event: MouseEvent & { currentTarget: HTMLElement }): number | undefined {
  const pressed = event.target instanceof Element ? event.target.closest(".dots") : null;
  return pressed ? [...event.currentTarget.querySelectorAll(".dots")].indexOf(pressed) : undefined;
}
