import type * as vscode from "vscode";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { showNews } from "../../../host/errors/showError.ts";
import { OpenPanels } from "../../../host/pages/openPanels.ts";
import type { RunsSessions } from "../../../runs/store/runsSession.ts";
import type { BatchStore } from "../core/batchStore.ts";
import type { BatchHead } from "../core/batchTypes.ts";
import type { BatchMemory, BatchPageMessage, BatchRow } from "../page/messages.ts";
import { batchPage } from "./batchPage.ts";
import { BatchPanel, type BatchPanelServices } from "./batchPanel.ts";

export interface BatchPanelsOptions extends Pick<BatchPanelServices, "use" | "retry"> {
  batches: BatchStore;
  connections: ConnectionStore;
  sessions: RunsSessions;
  openRun: (run: { connectionId: string; runId: string }) => void;
}

/** The open results of batches: one panel for each batch, restored after a window reload. */
export class BatchPanels extends OpenPanels<BatchMemory, BatchPageMessage, BatchPanel> {
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
    super(extensionUri, { page: batchPage, make: (shown) => new BatchPanel(shown, services), connections });
  }

  /** Shows the results of a batch. @returns its lines, before the status of its runs is read again */
  async open(batchId: string): Promise<readonly BatchRow[]> {
    const panel = this.show({ batchId });
    await panel.loaded;
    return panel.rows;
  }
}

/** The app's name and host. A batch stays with its app, even if the connection has another one now. */
function appName({ connectionId, origin }: BatchHead, connections: ConnectionStore): string {
  const { host } = new URL(origin);
  const name = connections.get(connectionId)?.name;
  return name === undefined ? host : `${name} (${host})`;
}
