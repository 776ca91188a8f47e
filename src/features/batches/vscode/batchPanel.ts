import { KeyedQueue } from "#base/keyedQueue.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import {
  type BatchHostMessage,
  type BatchMemory,
  batchMemorySchema,
  batchPageMessage,
  type BatchPageMessage,
  type BatchRow,
} from "#features/batches/page/messages.ts";
import { definePage } from "#host/pages/definePage.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import { BatchResults, type BatchResultsServices } from "./batchResults.ts";

export const batchPage = definePage({
  id: "dynamiqRuns.batch",
  title: "Batch Results",
  icon: () => "checklist",
  feature: "batches",
  memory: batchMemorySchema,
  messages: batchPageMessage,
  failure: "The batch can't be shown",
});

export interface BatchPanelServices extends BatchResultsServices {
  openRun: (batchId: string, runId: string) => void;
  use: (use: "copy" | "save", head: { name: string; facts: string }, rows: readonly BatchRow[]) => void;
  retry: (batchId: string) => void;
}

/** In milliseconds: the least time between two updates. A batch may create hundreds of runs in a second. */
const updateInterval = 250;

/** One webview with the results of one batch. While it is hidden, it sends nothing. */
export class BatchPanel extends PagePanel<BatchMemory, BatchPageMessage, BatchHostMessage> {
  /** Resolves when the batch was read; then the status of its runs is read. */
  readonly loaded: Promise<void>;
  readonly #services: BatchPanelServices;
  readonly #update: SpacedTask;
  readonly #reads = new KeyedQueue();
  #results: BatchResults | undefined;

  constructor(shown: PageWebview<BatchMemory, BatchPageMessage>, services: BatchPanelServices) {
    super(shown);
    this.#services = services;
    this.#update = this.owned.add(new SpacedTask(() => this.#sendChanges(), updateInterval));
    this.owned.add(services.batches.onDidChange((id) => id === this.#id && this.#loadAgain()));
    this.loaded = this.load(() => this.#read());
    this.loaded.then(() => this.#readRuns(), onUnexpectedError);
  }

  get #id(): string {
    return this.memory.batchId;
  }

  override get connectionIds(): string[] {
    const head = this.#services.batches.get(this.#id)?.head;
    return head ? [head.connectionId] : [];
  }

  get rows(): readonly BatchRow[] {
    return this.#results?.rows ?? [];
  }

  /** Loads the batch again after it was opened, closed or renamed. */
  #loadAgain(): void {
    this.load(() => this.#read()).catch(onUnexpectedError);
  }

  /** Reads one after another: a read of the disk takes longer than a later one of the batch that is being sent. */
  #read(): Promise<void> {
    return this.#reads.take("", () => this.#readBatch());
  }

  /** Reads the batch. The panel of a deleted one is closed. */
  async #readBatch(): Promise<void> {
    const results = await BatchResults.of(this.#id, this.#services, () => this.#update.ask());
    if (this.owned.isDisposed) return results?.dispose();
    this.#results?.dispose();
    this.#results = results;
    if (!results) return this.close();
    this.title = `Batch ${results.head.name}`;
    this.#sendAll();
  }

  /** Reads the status of its runs. @param all also more than a few hundred */
  #readRuns(all = false): void {
    this.#results?.readRuns(all).catch(onUnexpectedError);
  }

  override connect(): void {
    this.load(() => this.#read()).then(() => this.#readRuns(), onUnexpectedError);
  }

  override updateConnection(): void {
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
        if (runId !== undefined) this.#services.openRun(this.#id, runId);
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
        if (message.action === "refresh" || message.action === "readAll") this.#readRuns(message.action === "readAll");
        else this.#services.retry(this.#id);
    }
  }
}
