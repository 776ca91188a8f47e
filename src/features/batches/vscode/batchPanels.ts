import * as vscode from "vscode";
import type { BatchStore } from "#features/batches/core/batchStore.ts";
import { batchCsv, batchMarkdown } from "#features/batches/core/batchTexts.ts";
import type { BatchHead } from "#features/batches/core/batchTypes.ts";
import type { BatchMemory, BatchPageMessage, BatchRow } from "#features/batches/page/messages.ts";
import { commandIds } from "#host/commandIds.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { OpenPanels, type PanelHome } from "#host/pages/openPanels.ts";
import { saveAs } from "#host/saveFile.ts";
import type { App } from "#workbench/app.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { batchPage, BatchPanel, type BatchPanelServices } from "./batchPanel.ts";

/** The open results of batches: one panel for each batch, restored after a window reload. */
export class BatchPanels extends OpenPanels<BatchMemory, BatchPageMessage, BatchPanel> {
  constructor(
    extension: PanelHome,
    batches: BatchStore,
    { connections, sessions }: Pick<App, "connections" | "sessions">,
  ) {
    const run = (command: string, argument: unknown): void => {
      vscode.commands.executeCommand(command, argument).then(undefined, showError);
    };
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
        if (hasSameApp(head)) run(commandIds.openRun, { connectionId: head.connectionId, runId });
        else
          showNews("The connection of this batch was removed or has a new address, so its runs can't be opened.", []);
      },
      retry: (id) => run(commandIds.retryBatch, id),
      use: (use, head, rows) => {
        const used = use === "copy" ? vscode.env.clipboard.writeText(batchMarkdown(head, rows)) : save(head, rows);
        used.then(undefined, showError);
      },
    };
    super(extension, { page: batchPage, make: (shown) => new BatchPanel(shown, services), connections });
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

/** The ending of the file that the person chooses decides what is written. */
function save(...[head, rows]: Parameters<typeof batchMarkdown>): Promise<vscode.Uri | undefined> {
  const name = `${head.name.replace(/[/\\]/g, "_").replace(/\.jsonl?$/i, "")} results.csv`;
  return saveAs(name, { title: "Save Results", filters: { CSV: ["csv"], Markdown: ["md"] } }, ({ path }) =>
    path.toLowerCase().endsWith(".md") ? batchMarkdown(head, rows) : batchCsv(rows),
  );
}
