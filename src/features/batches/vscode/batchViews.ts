import type { BatchStore, KnownBatch } from "#features/batches/core/batchStore.ts";
import { missingLines } from "#features/batches/core/batchTypes.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { ViewSource } from "#workbench/explorer/vscode/layoutStore.ts";

/** The batches as rows beside the saved views, the latest one first. */
export function batchViews(batches: BatchStore): ViewSource {
  return {
    title: "Batches",
    onDidChange: batches.onDidChange,
    views: (connectionId) => {
      const own = batches.list.filter(({ head }) => head.connectionId === connectionId);
      return own.map(batchView).reverse();
    },
    get: (viewId) => {
      const batch = batches.get(viewId);
      if (!batch) return undefined;
      const lines = Object.values(batch.counts).reduce((sum, count) => sum + count, 0);
      const loss =
        batch.counts.created < lines
          ? "Lines that failed, weren't sent or have an unknown outcome can no longer be sent or retried."
          : "";
      return { id: batch.head.id, name: batch.head.name, noun: "batch", loss };
    },
    rename: (viewId, name) => batches.rename(viewId, name),
    remove: (viewId) => batches.remove(viewId),
  };
}

/** A batch as a root of the explorer. */
export function batchView({ head, counts, runs, lines, isOpen }: KnownBatch): SavedView {
  const { failed, unknown } = counts;
  // Lines that a closed window was sending are unknown, too, and nobody is looking for them.
  const interrupted = isOpen ? 0 : counts.sending;
  const waiting = counts.waiting + (isOpen ? counts.sending : 0);
  const missing = missingLines(counts);
  const batch = { runs, lines, isSending: isOpen, waiting, failed, missing, unknown: unknown + interrupted };
  return { id: head.id, name: head.name, filter: {}, batch };
}
