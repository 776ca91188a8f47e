import type * as vscode from "vscode";
import * as z from "zod";
import type { Disposable } from "../../../base/disposable.ts";
import { readAs } from "../../../base/stored.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { showNews } from "../../../host/errors/showError.ts";
import { batchPanelType } from "../../../host/ids.ts";
import type { RunsSessions } from "../../../runs/store/session.ts";
import { OpenPanels } from "../../panel/vscode/openPanels.ts";
import { batchPage } from "../../panel/vscode/pagePanel.ts";
import type { BatchStore } from "../core/batchStore.ts";
import type { BatchHead } from "../core/batchTypes.ts";
import type { BatchRow } from "../page/messages.ts";
import { BatchPanel, type BatchPanelServices } from "./batchPanel.ts";

export interface BatchPanelsOptions extends Pick<BatchPanelServices, "use" | "retry"> {
  batches: BatchStore;
  connections: ConnectionStore;
  sessions: RunsSessions;
  openRun: (run: { connectionId: string; runId: string }) => void;
}

const memorySchema = z.object({ batchId: z.string() });

/** The open results of batches: one panel for each batch, restored after a window reload. */
export class BatchPanels implements Disposable {
  readonly #panels: OpenPanels<{ batchId: string }, BatchPanel>;
  readonly #following: Disposable;

  constructor(extensionUri: vscode.Uri, options: BatchPanelsOptions) {
    const { batches, connections, sessions, openRun, use, retry } = options;
    const hasSameApp = ({ connectionId, origin }: BatchHead): boolean =>
      connections.get(connectionId)?.baseUrl === origin;
    const services: BatchPanelServices = {
      batches,
      // Another app has other runs: asking it for these would find none of them.
      runsOf: (head) => (hasSameApp(head) ? sessions.get(head.connectionId).store : undefined),
      appOf: (head) => appName(head, connections),
      openRun: (batchId, runId) => {
        const head = batches.get(batchId)?.head;
        if (!head) return;
        if (hasSameApp(head)) openRun({ connectionId: head.connectionId, runId });
        else showNews("The app of this batch is no longer connected, so its runs can't be opened.", []);
      },
      use,
      retry,
    };
    this.#panels = new OpenPanels(extensionUri, {
      type: batchPanelType,
      page: batchPage,
      icon: () => "run.svg",
      read: (state) => readAs(memorySchema, state),
      make: (webview, html, { batchId }) => new BatchPanel(webview, html, batchId, services),
    });
    this.#following = connections.onDidChange(({ client }) => {
      for (const panel of this.#panels) {
        if (client !== undefined && batches.get(panel.batchId)?.head.connectionId === client) this.#read(panel);
        else panel.updateHead();
      }
    });
  }

  /** Shows the results of a batch. @returns its lines, before the status of its runs is read again */
  async open(batchId: string): Promise<readonly BatchRow[]> {
    const known = this.#panels.find((panel) => panel.batchId === batchId);
    if (known) {
      known.reveal();
      return known.rows;
    }
    const opened = this.#panels.create({ batchId });
    await opened.load();
    opened.readRuns();
    return opened.rows;
  }

  /** Restores a panel after a window reload. A panel that doesn't name its batch is closed. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const restored = this.#panels.restore(webview, state);
    if (restored) this.#read(restored);
  }

  dispose(): void {
    this.#following.dispose();
    this.#panels.dispose();
  }

  /** Reads the batch and its runs, again after its connection got another address or key, or was removed. */
  #read(panel: BatchPanel): void {
    panel.load().then(() => panel.readRuns(), onUnexpectedError);
  }
}

/** The app's name and host. A batch stays with its app, even if the connection has another one now. */
function appName({ connectionId, origin }: BatchHead, connections: ConnectionStore): string {
  const { host } = new URL(origin);
  const name = connections.get(connectionId)?.name;
  return name === undefined ? host : `${name} (${host})`;
}
