/** What a reader moves and chooses with; scrolling is heard wherever it happens. */
const moves = ["scroll", "click", "keyup", "input"] as const;
/** In milliseconds: a panel that is hidden is gone at once, and what was not told by then is forgotten. */
const delay = 150;

/** Tells soon after the reader has moved, and when the page is left. */
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
