import type { Frame, Page } from "playwright-core";

/** What nothing moves or draws in so many frames has come to rest. */
const enough = 12;

/** Waits until an element and what it scrolls are in the same place frame after frame: the browser scrolls smoothly. */
export async function untilStill(page: Page | Frame, selector: string): Promise<void> {
  await page.locator(selector).evaluate(async (element, frames) => {
    let top = Number.NaN;
    for (let same = 0; same < frames; same += 1) {
      await new Promise(requestAnimationFrame);
      const now = element.getBoundingClientRect().top - element.scrollTop;
      if (now !== top) same = 0;
      top = now;
    }
  }, enough);
}
