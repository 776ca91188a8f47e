/** The events by which a reader moves and chooses. Scrolling is noticed wherever it happens. */
const moves = ["scroll", "click", "keyup", "input"] as const;
/** In milliseconds: a hidden panel is removed at once, and what it didn't report by then is lost. */
const delay = 150;

/** Calls back soon after the reader has moved, and when the page is left. */
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
  document.addEventListener("visibilitychange", () => timer !== 0 && tell());
  window.addEventListener("pagehide", () => timer !== 0 && tell());
}
