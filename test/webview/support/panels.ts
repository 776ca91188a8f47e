import type { Browser } from "playwright-core";
import { afterEach, beforeAll, expect, vi } from "vitest";
import { launchChromium } from "../../harness/chromium.ts";
import { type ComparePage, PanelPage, type PageOptions } from "./panelPage.ts";
import { type PanelServer, startPanelServer } from "./panelServer.ts";

/** One for all the files that a worker of vitest runs; they end with its process. */
let shared: Promise<[Browser, PanelServer]> | undefined;

type PageOfPanel = Pick<PanelPage, "complaints" | "close">;

interface Panels {
  open: (options?: PageOptions) => Promise<PanelPage>;
  openComparison: (options?: Omit<PageOptions, "framed">) => Promise<ComparePage>;
}

/** A browser and a server for the tests of a file; no panel may end with an error or a breach of policy. */
export function usePanels(): Panels {
  // A browser on a busy machine takes its time.
  vi.setConfig({ testTimeout: 90_000 });
  const opened: PageOfPanel[] = [];
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
  const kept = async <Page extends PageOfPanel>(open: (...made: [Browser, PanelServer]) => Promise<Page>) => {
    const panel = await open(...(await shared!));
    opened.push(panel);
    return panel;
  };
  return {
    open: (options) => kept((browser, server) => PanelPage.open(browser, server, options)),
    openComparison: (options) => kept((browser, server) => PanelPage.openComparison(browser, server, options)),
  };
}
