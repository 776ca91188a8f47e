import type * as vscode from "vscode";
import * as z from "zod";
import { SpacedTask } from "../../../base/spacedTask.ts";
import { readAs } from "../../../base/stored.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { PagePanel } from "../../panel/vscode/pagePanel.ts";
import { batchActions, type BatchHostMessage, type BatchPageMessage, type BatchRow } from "../page/messages.ts";
import { BatchResults, type BatchResultsServices } from "./batchResults.ts";

export interface BatchPanelServices extends BatchResultsServices {
  openRun: (batchId: string, runId: string) => void;
  use: (use: "copy" | "save", head: { name: string; facts: string }, rows: readonly BatchRow[]) => void;
  retry: (batchId: string) => void;
}

/** In milliseconds: the least time between two updates. A batch may create hundreds of runs in a second. */
const spacing = 250;

const lines = z.array(z.int().nonnegative()).max(100_000);
const messageSchema: z.ZodType<BatchPageMessage> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("open"), line: z.int().nonnegative() }),
  z.object({ type: z.enum(["copy", "save"]), lines }),
  z.object({ type: z.literal("act"), action: z.enum(batchActions) }),
]);

/** One webview with the results of one batch. While it is hidden, it sends nothing. */
export class BatchPanel extends PagePanel<BatchPageMessage, BatchHostMessage> {
  readonly batchId: string;
  readonly #services: BatchPanelServices;
  readonly #update: SpacedTask;
  #results: BatchResults | undefined;

  constructor(panel: vscode.WebviewPanel, html: string, batchId: string, services: BatchPanelServices) {
    super(panel, html, { read: (message) => readAs(messageSchema, message) });
    this.batchId = batchId;
    this.#services = services;
    this.#update = this.owned.add(new SpacedTask(() => this.#sendChanges(), spacing));
    this.owned.add(services.batches.onDidChange((id) => id === batchId && void this.load().catch(onUnexpectedError)));
  }

  get rows(): readonly BatchRow[] {
    return this.#results?.rows ?? [];
  }

  /** Reads the batch, again after it was opened, closed or renamed. The panel of a deleted one is closed. */
  async load(): Promise<void> {
    const results = await BatchResults.of(this.batchId, this.#services, () => this.#update.ask());
    if (this.owned.isDisposed) return results?.dispose();
    this.#results?.dispose();
    this.#results = results;
    if (!results) return this.close();
    this.title = `Batch ${results.head.name}`;
    this.#sendAll();
  }

  /** Reads the status of its runs. @param all also more than a few hundred */
  readRuns(all = false): void {
    this.#results?.readRuns(all).catch(onUnexpectedError);
  }

  /** Shows the connection's name again, after it was renamed. */
  updateHead(): void {
    this.#update.ask();
  }

  override dispose(): void {
    this.#results?.dispose();
    super.dispose();
  }

  #sendAll(): void {
    if (this.#results) this.post({ type: "batch", head: this.#results.head, rows: this.#results.rows });
  }

  #sendChanges(): void {
    // What a hidden page has missed comes with the whole batch when it is shown again.
    if (this.#results && this.isReady)
      this.post({ type: "changes", head: this.#results.head, rows: this.#results.takeChanges() });
  }

  protected override receive(message: BatchPageMessage): void {
    const results = this.#results;
    if (!results) return;
    switch (message.type) {
      case "ready":
        this.#sendAll();
        return;
      case "open": {
        const runId = results.rows[message.line]?.runId;
        if (runId !== undefined) this.#services.openRun(this.batchId, runId);
        return;
      }
      case "copy":
      case "save": {
        const { rows, head } = results;
        this.#services.use(
          message.type,
          head,
          message.lines.flatMap((n) => rows[n] ?? []),
        );
        return;
      }
      case "act":
        if (message.action === "refresh" || message.action === "readAll") this.readRuns(message.action === "readAll");
        else this.#services.retry(this.batchId);
    }
  }
}
