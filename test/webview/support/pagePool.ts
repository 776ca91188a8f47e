import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/**
 * Pages of one browser for one test after the other. A page of its own for each test would take a second of the
 * processor, for the processes that Chromium starts and the code that it compiles again.
 */
export class PagePool {
  readonly #browser: Browser;
  /** By the pixels of the screen for one of the page, which a page can't change. */
  readonly #free = new Map<number, Page>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** The page that the last test left, or a new one. */
  async newPage(options: BrowserContextOptions): Promise<Page> {
    const { deviceScaleFactor = 1, viewport } = options;
    const page = this.#free.get(deviceScaleFactor);
    if (!page || !viewport) return await this.#browser.newPage(options);
    this.#free.delete(deviceScaleFactor);
    await page.setViewportSize(viewport);
    return page;
  }

  /** Takes back a page that the next test may have: nothing listens to it, and nothing is under the pointer. */
  async giveBack(page: Page, deviceScaleFactor: number): Promise<void> {
    if (this.#free.has(deviceScaleFactor)) {
      await page.close();
      return;
    }
    await page.removeAllListeners(undefined, { behavior: "wait" });
    await page.unrouteAll({ behavior: "wait" });
    await page.mouse.move(-1, -1);
    this.#free.set(deviceScaleFactor, page);
  }
}
