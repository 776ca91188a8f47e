import type { Page } from "playwright-core";
import { afterEach, beforeAll, expect } from "vitest";
import type { CompareHostMessage, ComparePageMessage } from "#features/compare/page/messages.ts";
import type { PageMessage, Remember } from "#ui/pageMessages.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { launchChromium } from "../../harness/chromium.ts";
import { PagePool } from "./pagePool.ts";
import { type ComparePage, PanelPage, type PageOptions } from "./panelPage.ts";
import { type PanelServer, startPanelServer } from "./panelServer.ts";

/** One for all the files that a worker of vitest runs; they end with its process. */
let shared: Promise<[PagePool, PanelServer]> | undefined;

type PageOfPanel = Pick<PanelPage, "complaints" | "close" | "leave">;

interface Panels {
  open: (options?: PageOptions) => Promise<PanelPage>;
  openComparison: (options?: PageOptions) => Promise<ComparePage>;
  /** Opens a panel, and waits until it has drawn what it is sent. */
  show: (messages: HostMessage | (HostMessage | Remember)[], options?: PageOptions) => Promise<Shown<PanelPage>>;
  showComparison: (
    messages: (CompareHostMessage | PageMessage<ComparePageMessage>)[],
    options?: PageOptions,
  ) => Promise<Shown<ComparePage>>;
}

interface Shown<Panel> {
  panel: Panel;
  page: Page;
}

/** A browser and a server for the tests of a file; no panel may end with an error or a breach of policy. */
export function usePanels(): Panels {
  const opened: { panel: PageOfPanel; scale: number }[] = [];
  beforeAll(async () => {
    shared ??= Promise.all([launchChromium().then((browser) => new PagePool(browser)), startPanelServer()]);
    await shared;
  });
  afterEach(async ({ task }) => {
    const [pages] = await shared!;
    for (const { panel, scale } of opened.splice(0)) {
      expect(await panel.complaints()).toEqual([]);
      // What a failed test leaves is not for others.
      if (task.result?.state === "fail") await panel.close();
      else await pages.giveBack(await panel.leave(), scale);
    }
  });
  const kept = async <Page extends PageOfPanel>(
    open: (...made: [PagePool, PanelServer]) => Promise<Page>,
    { scale = 1 }: PageOptions = {},
  ) => {
    const panel = await open(...(await shared!));
    opened.push({ panel, scale });
    return panel;
  };
  const open = (options?: PageOptions) => kept((...made) => PanelPage.open(...made, options), options);
  const openComparison = (options?: PageOptions) =>
    kept((...made) => PanelPage.openComparison(...made, options), options);
  return {
    open,
    openComparison,
    show: async (messages, options) => {
      const panel = await open(options);
      await panel.send(...[messages].flat());
      return { panel, page: panel.page };
    },
    showComparison: async (messages, options) => {
      const panel = await openComparison(options);
      await panel.send(...messages);
      return { panel, page: panel.page };
    },
  };
}
