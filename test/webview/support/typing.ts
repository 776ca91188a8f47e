import type { Locator } from "playwright-core";

/**
 * Types texts faster than the screen shows them: each is drawn, and the next one is typed before anything else happens.
 */
export async function typeAtOnce(field: Locator, ...texts: string[]): Promise<void> {
  await field.evaluate(async (input: HTMLInputElement, all) => {
    for (const text of all) {
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      // A page draws when its script has ended.
      await Promise.resolve();
    }
  }, texts);
}
