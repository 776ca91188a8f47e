import type { EventRow } from "../../../../src/protocol/eventViews.ts";
import { foldsOf, packRows, sequenceRuns } from "../../../../src/protocol/packedRows.ts";
import { PackedBatch } from "../../../../src/protocol/rowBatch.ts";

/** Rows as they come to the panel. */
export function packed(rows: readonly EventRow[]): PackedBatch {
  const outline = { runs: sequenceRuns(rows), folds: foldsOf(rows) };
  return new PackedBatch(outline, new TextEncoder().encode(JSON.stringify(packRows(rows))));
}
