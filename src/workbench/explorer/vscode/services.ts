import type { KnownCauses } from "#runs/failures/knownCauses.ts";
import type { LayoutStore } from "./layoutStore.ts";
import type { RunsNode } from "./nodes.ts";
import type { RunsTree } from "./runsTree.ts";
import type { ShownRuns } from "./shownRuns.ts";

/** What the *Runs* view offers to its commands and to the features below it. */
export interface ExplorerServices {
  /** The filter, arrangement and saved views of the *Runs* view, with what other features show beside them. */
  layouts: LayoutStore;
  /** The runs in the view: those of the active connection, or of several. */
  shownRuns: ShownRuns;
  tree: RunsTree;
  /** The causes of failures that people know, and those that they have seen. */
  knownCauses: KnownCauses;
  /** The selection of the *Runs* view, if it is in sight. */
  selectedRows: () => readonly RunsNode[];
  /** Whether a row in sight says what was done with a run, so that nothing else has to. */
  rowSays: (run: { connectionId: string; runId: string }) => boolean;
  /** Shows a saved view's or a batch's row, without the focus. */
  revealView: (viewId: string) => Promise<void>;
}
