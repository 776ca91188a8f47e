import { expect } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { paletteTitle } from "../../support/palette.ts";

/** Asserts that the palette doesn't offer these commands of ours now. */
export async function expectAbsent({ page, quickInput }: Workbench, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const title = paletteTitle(command);
    await page.keyboard.press("F1");
    await quickInput.fill(`>${title}`);
    await page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor();
    expect(await quickInput.row(title).count(), title).toBe(0);
    await quickInput.cancel();
  }
}
