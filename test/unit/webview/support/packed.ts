import type { EventRow } from "../../../../src/protocol/eventViews.ts";
import { foldsOf, packRows, sequenceRuns } from "../../../../src/protocol/packedRows.ts";
import { PackedBatch } from "../../../../src/protocol/rowBatch.ts";

/** Rows as they come to the panel. */
export function packed(rows: readonly EventRow[]): PackedBatch {
  const columns = packRows(rows);
  const [kinds, words] = [columns.packed, columns.words].map((each) => new TextEncoder().encode(JSON.stringify(each)));
  return new PackedBatch({ runs: sequenceRuns(rows), folds: foldsOf(rows) }, { rows: kinds!, words: words! });
}
