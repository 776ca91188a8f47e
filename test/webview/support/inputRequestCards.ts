import type { Page } from "playwright-core";
import type { InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import type { PanelPage } from "./panelPage.ts";
import type { usePanels } from "./panels.ts";
import { waitingSnapshot } from "./sampleInputRequests.ts";

/** Opens panels that wait for answers to such requests. */
export const showRequests =
  (panels: ReturnType<typeof usePanels>) =>
  async (...requests: InputRequestView[]): Promise<PanelPage> => {
    const panel = await panels.open();
    await panel.send(waitingSnapshot(...requests));
    return panel;
  };

export const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
export const needs = (page: Page) => page.getByRole("complementary", { name: "Waiting for you" });
export const answers = (panel: PanelPage) => panel.sent("answer");
export const lastDraft = async (panel: PanelPage) => (await panel.sent("draft")).at(-1)?.draft;
