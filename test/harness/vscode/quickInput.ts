import type { Locator, Page } from "playwright-core";

/** The one widget that the palette, quick picks and input boxes share: wait for the title before anything else. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator(".quick-input-widget:visible");
  }

  get #box(): Locator {
    return this.#widget.locator(".quick-input-box input");
  }

  /** Waits until the widget shows this title, as the steps of a multi-step input do. */
  async waitForTitle(title: string | RegExp, options: { timeout?: number } = {}): Promise<void> {
    await this.#widget.locator(".quick-input-title", { hasText: title }).waitFor(options);
  }

  /** Puts text into the box, in place of what stands there. */
  async fill(text: string, options: { timeout?: number } = {}): Promise<void> {
    await this.#box.fill(text, options);
  }

  /** Fills the box and confirms it with Enter. The key goes to the box, wherever the focus is. */
  async enter(text: string): Promise<void> {
    await this.fill(text);
    await this.#box.press("Enter");
  }

  /** Takes the row of that label. */
  async pick(label: string, options: { timeout?: number } = {}): Promise<void> {
    await this.row(label).click(options);
  }

  /** A row in sight, by its label. */
  row(label: string): Locator {
    return this.#widget
      .locator(".monaco-list-rows > .monaco-list-row")
      .filter({ has: this.#page.locator(".quick-input-list-label").getByText(label, { exact: true }) })
      .first();
  }

  /** What the widget says is wrong with the input. */
  get message(): Locator {
    return this.#widget.locator(".quick-input-message");
  }

  /** Whether the box hides what is typed. */
  async isPassword(): Promise<boolean> {
    return (await this.#box.getAttribute("type")) === "password";
  }

  async cancel(): Promise<void> {
    // A hover of what is under the pointer takes the first Escape.
    while (await this.#widget.isVisible()) {
      await this.#page.keyboard.press("Escape");
      await this.#page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }
}
