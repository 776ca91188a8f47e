import type { Locator } from "playwright-core";
import type { Workbench } from "../../harness/vscode/workbench.ts";

/**
 * What around the panel in sight is scrolled, though nothing there should ever be: VS Code's containers and the
 * webview's outer page.
 */
export async function scrolledAncestors({ page }: Workbench): Promise<string[]> {
  const webview = page.locator("iframe.webview.ready:visible");
  return [...(await scrolledFrom(webview)), ...(await scrolledFrom(webview.contentFrame().locator("#active-frame")))];
}

function scrolledFrom(frame: Locator): Promise<string[]> {
  return frame.evaluate((element) => {
    const scrolled: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      if (at.scrollTop !== 0 || at.scrollLeft !== 0)
        scrolled.push(`${at.tagName} ${at.className}: ${at.scrollTop}, ${at.scrollLeft}`);
    }
    return scrolled;
  });
}
