import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { launchChromium } from "../../harness/chromium.ts";
import { PanelPage, type PageOptions } from "./panelPage.ts";
import { type PanelServer, startPanelServer } from "./panelServer.ts";

/** A browser and a server for the tests of a file; no panel may end with an error or a breach of policy. */
export function usePanels(): { open: (options?: PageOptions) => Promise<PanelPage> } {
  // A browser on a busy machine takes its time.
  vi.setConfig({ testTimeout: 40_000 });
  let browser: Browser;
  let server: PanelServer;
  const opened: PanelPage[] = [];
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), startPanelServer()]);
  }, 60_000);
  afterEach(async () => {
    for (const panel of opened.splice(0)) {
      expect(await panel.complaints()).toEqual([]);
      await panel.close();
    }
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    async open(options) {
      const panel = await PanelPage.open(browser, server, options);
      opened.push(panel);
      return panel;
    },
  };
}
