import type { EventRow } from "../../../../src/protocol/eventViews.ts";
import { packRows, sequenceRuns } from "../../../../src/protocol/packedRows.ts";
import { PackedBatch } from "../../../../src/protocol/rowBatch.ts";

/** Rows as they come to the panel. */
export function packed(rows: readonly EventRow[]): PackedBatch {
  return new PackedBatch(sequenceRuns(rows), new TextEncoder().encode(JSON.stringify(packRows(rows))));
}
