import { expect } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";

/**
 * Saves where VS Code asks for a file. The editor's own file dialog fills itself in: what is typed before that is lost.
 *
 * @param suggested what the name that stands there contains
 */
export async function saveAs(workbench: Workbench, suggested: string, path: string): Promise<void> {
  const box = workbench.page.locator(".quick-input-widget:visible .quick-input-box input");
  await expect.poll(() => box.inputValue()).toContain(suggested);
  await workbench.quickInput.fill(path);
  await workbench.page.keyboard.press("Enter");
  await box.waitFor({ state: "hidden" });
}
