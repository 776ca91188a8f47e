import type { SavedView } from "../../../runs/store/savedView.ts";
import type { KnownBatch } from "./batchStore.ts";
import { missingLines } from "./batchTypes.ts";

/** A batch as a root of the explorer. */
export function batchView({ head, counts, runs, isOpen }: KnownBatch): SavedView {
  const { failed, unknown } = counts;
  // Lines that a closed window was sending are unknown, too, and nobody is looking for them.
  const interrupted = isOpen ? 0 : counts.sending;
  const waiting = counts.waiting + (isOpen ? counts.sending : 0);
  const missing = missingLines(counts);
  const batch = { runs, isSending: isOpen, waiting, failed, missing, unknown: unknown + interrupted };
  return { id: head.id, name: head.name, filter: {}, batch };
}
