import type { SavedView } from "../../../runs/store/savedView.ts";
import type { NamedView, ViewSource } from "../../explorer/vscode/explorerViews.ts";
import type { BatchStore } from "../core/batchStore.ts";
import { batchView } from "../core/batchView.ts";

/** The batches as rows beside the saved views, the latest one first. */
export class BatchViews implements ViewSource {
  readonly #batches: BatchStore;
  readonly onDidChange: BatchStore["onDidChange"];

  constructor(batches: BatchStore) {
    this.#batches = batches;
    this.onDidChange = batches.onDidChange;
  }

  views(connectionId: string): readonly SavedView[] {
    const own = this.#batches.list.filter(({ head }) => head.connectionId === connectionId);
    return own.map(batchView).reverse();
  }

  get(viewId: string): NamedView | undefined {
    const batch = this.#batches.get(viewId);
    if (!batch) return undefined;
    const lines = Object.values(batch.counts).reduce((sum, count) => sum + count, 0);
    const loss =
      batch.counts.created < lines ? "Its unsent, failed and unknown lines can no longer be continued or retried." : "";
    return { id: batch.head.id, name: batch.head.name, noun: "batch", loss };
  }

  rename(viewId: string, name: string): Promise<void> {
    return this.#batches.rename(viewId, name);
  }

  remove(viewId: string): Promise<void> {
    return this.#batches.remove(viewId);
  }
}
