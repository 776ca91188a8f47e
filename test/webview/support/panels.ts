import type { Browser } from "playwright-core";
import { afterEach, beforeAll, expect, vi } from "vitest";
import { launchChromium } from "../../harness/chromium.ts";
import { PanelPage, type PageOptions } from "./panelPage.ts";
import { type PanelServer, startPanelServer } from "./panelServer.ts";

/** One for all the files that a worker of vitest runs; they end with its process. */
let shared: Promise<[Browser, PanelServer]> | undefined;

/** A browser and a server for the tests of a file; no panel may end with an error or a breach of policy. */
export function usePanels(): { open: (options?: PageOptions) => Promise<PanelPage> } {
  // A browser on a busy machine takes its time.
  vi.setConfig({ testTimeout: 90_000 });
  const opened: PanelPage[] = [];
  beforeAll(async () => {
    shared ??= Promise.all([launchChromium(), startPanelServer()]);
    await shared;
  }, 60_000);
  afterEach(async () => {
    for (const panel of opened.splice(0)) {
      expect(await panel.complaints()).toEqual([]);
      await panel.close();
    }
  });
  return {
    async open(options) {
      const [browser, server] = await shared!;
      const panel = await PanelPage.open(browser, server, options);
      opened.push(panel);
      return panel;
    },
  };
}
