/** The events by which a reader chooses something. */
const choices = ["click", "keyup"] as const;
/** The events by which a reader moves. Scrolling is noticed wherever it happens. */
const moves = ["scroll", "input", ...choices] as const;
/** In milliseconds: a hidden panel is removed at once, and what it didn't report by then is lost. */
const delay = 150;

/**
 * Calls back as soon as the reader has chosen something, since the choice may hide the panel; soon after the reader has
 * moved; and when the page is left.
 */
export function watchReader(onMoved: () => void): void {
  let timer = 0;
  const tell = (): void => {
    clearTimeout(timer);
    timer = 0;
    onMoved();
  };
  const later = (): void => {
    if (timer === 0) timer = window.setTimeout(tell, delay);
  };
  for (const move of moves) document.addEventListener(move, later, { capture: true, passive: true });
  // Bubbling comes last: by then the page has taken the choice.
  for (const choice of choices) window.addEventListener(choice, onMoved, { passive: true });
  document.addEventListener("visibilitychange", () => timer !== 0 && tell());
  window.addEventListener("pagehide", () => timer !== 0 && tell());
}
