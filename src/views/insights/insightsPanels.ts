import * as vscode from "vscode";
import * as z from "zod";
import type { Disposable } from "../../base/disposable.ts";
import { readAs } from "../../base/stored.ts";
import { insightsPanelType } from "../../host/ids.ts";
import { insightsPage } from "../panel/panelHtml.ts";
import { pageFor, webviewOptions } from "../panel/webviewPage.ts";
import { InsightsPanel, type InsightsServices } from "./insightsPanel.ts";

const memorySchema = z.object({ connectionId: z.string() });

/** The open Insights: one panel for each connection, restored after a window reload. */
export class InsightsPanels implements Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #services: InsightsServices;
  readonly #panels = new Map<string, InsightsPanel>();

  constructor(extensionUri: vscode.Uri, services: InsightsServices) {
    this.#extensionUri = extensionUri;
    this.#services = services;
  }

  open(connectionId: string): void {
    const known = this.#panels.get(connectionId);
    if (known) return known.reveal();
    const webview = { ...webviewOptions(this.#extensionUri), enableFindWidget: true };
    const panel = vscode.window.createWebviewPanel(insightsPanelType, "Insights", vscode.ViewColumn.Active, webview);
    this.#adopt(panel, connectionId);
  }

  /** Restores a panel after a window reload. A panel that doesn't name its connection is closed. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const memory = readAs(memorySchema, state);
    if (!memory || !this.#services.appOf(memory.connectionId)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.#extensionUri);
    this.#adopt(panel, memory.connectionId);
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
    this.#panels.clear();
  }

  #adopt(webview: vscode.WebviewPanel, connectionId: string): void {
    const app = this.#services.appOf(connectionId)?.name;
    webview.title = app === undefined ? "Insights" : `Insights: ${app}`;
    webview.iconPath = vscode.Uri.joinPath(this.#extensionUri, "media", "insights.svg");
    const html = pageFor(webview.webview, this.#extensionUri, insightsPage);
    const panel = new InsightsPanel(webview, html, connectionId, this.#services);
    this.#panels.set(connectionId, panel);
    panel.onDidDispose(() => {
      if (this.#panels.get(connectionId) === panel) this.#panels.delete(connectionId);
    });
  }
}
