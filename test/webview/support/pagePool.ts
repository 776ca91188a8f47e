import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/**
 * Pages of one browser for one test after the other. For a page of its own, each test would wait for the processes that
 * Chromium starts, and for the code that it compiles again.
 */
export class PagePool {
  readonly #browser: Browser;
  /** By the pixels of the screen for one of the page, which a page can't change. */
  readonly #free = new Map<number, Page[]>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A page that a test before has left, or a new one. */
  async newPage(options: BrowserContextOptions): Promise<Page> {
    const { deviceScaleFactor = 1, viewport } = options;
    const page = viewport && this.#free.get(deviceScaleFactor)?.pop();
    if (!page) return await this.#browser.newPage(options);
    await page.setViewportSize(viewport);
    return page;
  }

  /** Takes back a page that the next test may have: nothing listens to it, and nothing is under the pointer. */
  async giveBack(page: Page, deviceScaleFactor: number): Promise<void> {
    await page.removeAllListeners(undefined, { behavior: "wait" });
    await page.unrouteAll({ behavior: "wait" });
    await page.mouse.move(-1, -1);
    const free = this.#free.get(deviceScaleFactor) ?? [];
    this.#free.set(deviceScaleFactor, [...free, page]);
  }
}
