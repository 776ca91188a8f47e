import type * as vscode from "vscode";
import * as z from "zod";
import type { Disposable } from "../../../base/disposable.ts";
import { readAs } from "../../../base/stored.ts";
import { insightsPanelType } from "../../../host/ids.ts";
import { OpenPanels } from "../../panel/vscode/openPanels.ts";
import { insightsPage } from "../../panel/vscode/pagePanel.ts";
import { InsightsPanel, type InsightsServices } from "./insightsPanel.ts";

const memorySchema = z.object({ connectionId: z.string() });

/** The open Insights: one panel for each connection, restored after a window reload. */
export class InsightsPanels implements Disposable {
  readonly #panels: OpenPanels<{ connectionId: string }, InsightsPanel>;

  constructor(extensionUri: vscode.Uri, services: InsightsServices) {
    this.#panels = new OpenPanels(extensionUri, {
      type: insightsPanelType,
      page: insightsPage,
      icon: () => "insights.svg",
      read: (state) => {
        const memory = readAs(memorySchema, state);
        return memory && services.appOf(memory.connectionId) ? memory : undefined;
      },
      make: (webview, html, { connectionId }) => new InsightsPanel(webview, html, connectionId, services),
    });
  }

  open(connectionId: string): void {
    const known = this.#panels.find((panel) => panel.connectionId === connectionId);
    if (known) known.reveal();
    else this.#panels.create({ connectionId });
  }

  /** Restores a panel after a window reload. A panel that doesn't name its connection is closed. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    this.#panels.restore(webview, state);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
