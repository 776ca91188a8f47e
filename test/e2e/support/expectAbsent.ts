import { expect } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { paletteTitle } from "../../support/palette.ts";

/**
 * Waits until the palette offers none of these commands of ours. A palette that is open doesn't change, so it is opened
 * again until what the test did last has reached it.
 */
export async function expectAbsent({ page, quickInput }: Workbench, commands: readonly string[]): Promise<void> {
  for (const title of commands.map(paletteTitle)) {
    const offers = async (): Promise<number> => {
      await page.keyboard.press("F1");
      await quickInput.fill(`>${title}`);
      await page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor();
      const count = await quickInput.row(title).count();
      await quickInput.cancel();
      return count;
    };
    await expect.poll(offers, { message: title }).toBe(0);
  }
}
