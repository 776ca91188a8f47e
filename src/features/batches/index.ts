/**
 * Batches: many runs from a file of lines or a folder. `core/batchStore.ts` keeps them on the disk, so that each line is
 * sent once, also over reloads and windows; `core/sendLines.ts` sends them. `vscode/` asks, shows progress, and has a row
 * in the *Runs* view and a panel for each batch.
 */

import { join } from "node:path";
import { hasBatches } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import { runOrigins } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { causeActs } from "#workbench/explorer/vscode/causeTarget.ts";
import { deleteView, renameView } from "#workbench/explorer/vscode/savedViews.ts";
import { fileKinds, unfinishedStarts } from "#workbench/runFiles/vscode/services.ts";
import type { contributions } from "./contributes.ts";
import { BatchStore } from "./core/batchStore.ts";
import { openBatchesFolder } from "./core/openBatches.ts";
import { cancelBatch, discardBatch, exportBatch, showBatch } from "./vscode/batchCommands.ts";
import { isBatch } from "./vscode/batchFiles.ts";
import { batchPage } from "./vscode/batchPanel.ts";
import { BatchPanels } from "./vscode/batchPanels.ts";
import { batchViews } from "./vscode/batchViews.ts";
import { causeAct } from "./vscode/causeAct.ts";
import { tellOfInterrupted } from "./vscode/interruptedBatches.ts";
import { retryBatch } from "./vscode/retryBatch.ts";
import { runCauseAgain } from "./vscode/runAgainAsBatch.ts";
import { runBatch } from "./vscode/runBatch.ts";
import type { BatchServices } from "./vscode/services.ts";

export const batches: Feature<App, BatchServices, CommandsOf<typeof contributions>> = {
  id: "batches",
  build(app) {
    const { extension, owned, connections, sessions, layouts } = app;
    const storage = extension.globalStorageUri.fsPath;
    const store = owned.add(new BatchStore(join(storage, "batches"), join(storage, openBatchesFolder)));
    layouts.addSource(batchViews(store));
    const hasDone = (): boolean => store.list.some(({ isOpen }) => !isOpen);
    owned.add(keepContextKeys([store], { hasBatches }, () => ({ hasBatches: hasDone() })));
    const batchPanels = owned.add(new BatchPanels(extension, store, { connections, sessions }));
    return { batches: store, batchPanels };
  },
  adds: [
    adds(runOrigins, ({ batches: store }) => () => {
      const ofBatches = store.list.map(({ runs }) => runs.ids);
      return (runId) => (ofBatches.some((ids) => ids.has(runId)) ? "batch" : undefined);
    }),
    adds(causeActs, () => causeAct),
    adds(unfinishedStarts, (app) => () => app.batches.load()),
    adds(fileKinds, (app) => ({
      includes: isBatch,
      run: (clicked, selected) => runBatch(app, clicked, selected),
    })),
  ],
  commands: {
    runBatch,
    discardBatch,
    retryBatch,
    runCauseAgain,
    showBatch,
    cancelBatch,
    exportBatch,
    renameBatch: renameView,
    deleteBatch: deleteView,
  },
  panels: { [batchPage.id]: ({ batchPanels }) => batchPanels },
  resume: tellOfInterrupted,
};
