import { type CommandId, commandIds } from "../host/ids.ts";
import { cancelBatch, exportBatch } from "./batches/batchRuns.ts";
import { continueBatch, discardBatch } from "./batches/continueBatch.ts";
import { retryBatch } from "./batches/retryBatch.ts";
import { runBatch } from "./batches/runBatch.ts";
import { showBatch } from "./batches/showBatch.ts";
import type { CommandContext } from "./commandContext.ts";
import { addConnection } from "./connections/addConnection.ts";
import { removeConnection, renameConnection, replaceKey } from "./connections/changeConnection.ts";
import { diagnoseConnection } from "./connections/diagnoseConnection.ts";
import { editAddress } from "./connections/editAddress.ts";
import { markProduction } from "./connections/markProduction.ts";
import { startSampleApp } from "./connections/startSampleApp.ts";
import { switchConnection } from "./connections/switchConnection.ts";
import { watchForWaiting } from "./connections/watchForWaiting.ts";
import { groupBy, sortBy } from "./explorer/arrangeRuns.ts";
import { clearFilter, filterByRun, filterRuns } from "./explorer/filterRuns.ts";
import { loadMore, refresh } from "./explorer/refresh.ts";
import { applyView, deleteView, renameView, saveView } from "./explorer/savedViews.ts";
import { exportRuns } from "./exports/exportRuns.ts";
import { openExport } from "./exports/openExport.ts";
import { answerInEditor, sendAnswerDocument } from "./inputRequests/answerInEditor.ts";
import { answerRequest } from "./inputRequests/answerRequest.ts";
import { approveRequest } from "./inputRequests/approveRequest.ts";
import { openLiveView } from "./inputRequests/openLiveView.ts";
import { rejectRequest } from "./inputRequests/rejectRequest.ts";
import { showWaiting } from "./inputRequests/showWaiting.ts";
import { saveOutput } from "./panel/saveOutput.ts";
import { copyAsCurl } from "./runFiles/copyAsCurl.ts";
import { newRunFile } from "./runFiles/newRunFile.ts";
import { runFile } from "./runFiles/runFile.ts";
import { cancelRun } from "./runs/cancelRun.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "./runs/compareRuns.ts";
import { copyRunId } from "./runs/copyRunId.ts";
import { openAsText } from "./runs/openAsText.ts";
import { openRun } from "./runs/openRun.ts";
import { runAgain } from "./runs/runAgain.ts";
import { runAgainWithEdits } from "./runs/runAgainWithEdits.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "./uploads/uploadActions.ts";
import { uploadFiles } from "./uploads/uploadFiles.ts";

export type CommandHandler = (context: CommandContext, first: unknown, second: unknown) => unknown;

/** Every command and what it does. */
export const commandTable: Record<CommandId, CommandHandler> = {
  [commandIds.addConnection]: addConnection,
  [commandIds.switchConnection]: switchConnection,
  [commandIds.renameConnection]: renameConnection,
  [commandIds.editAddress]: editAddress,
  [commandIds.replaceKey]: replaceKey,
  [commandIds.removeConnection]: removeConnection,
  [commandIds.markProduction]: markProduction,
  [commandIds.watchForWaiting]: watchForWaiting,
  [commandIds.diagnoseConnection]: diagnoseConnection,
  [commandIds.startSampleApp]: startSampleApp,
  [commandIds.refresh]: refresh,
  [commandIds.loadMore]: loadMore,
  [commandIds.openRun]: openRun,
  [commandIds.openSelectedRun]: openRun,
  [commandIds.runFile]: runFile(),
  [commandIds.runEditorFile]: runFile(),
  [commandIds.runFileInBackground]: runFile("background"),
  [commandIds.runFileAndWait]: runFile("wait"),
  [commandIds.newRunFile]: newRunFile,
  [commandIds.runBatch]: runBatch,
  [commandIds.continueBatch]: continueBatch,
  [commandIds.discardBatch]: discardBatch,
  [commandIds.retryBatch]: retryBatch,
  [commandIds.showBatch]: showBatch,
  [commandIds.cancelBatch]: cancelBatch,
  [commandIds.exportBatch]: exportBatch,
  [commandIds.renameBatch]: renameView,
  [commandIds.deleteBatch]: deleteView,
  [commandIds.uploadFiles]: uploadFiles,
  [commandIds.copyUploadId]: copyUploadId,
  [commandIds.attachUpload]: attachUpload,
  [commandIds.detachUpload]: detachUpload,
  [commandIds.forgetUpload]: forgetUpload,
  [commandIds.cancelRun]: cancelRun,
  [commandIds.approveRequest]: approveRequest,
  [commandIds.rejectRequest]: rejectRequest,
  [commandIds.answerRequest]: answerRequest,
  [commandIds.answerInEditor]: answerInEditor,
  [commandIds.openLiveView]: openLiveView,
  [commandIds.sendAnswer]: sendAnswerDocument,
  [commandIds.showWaiting]: showWaiting,
  [commandIds.runAgain]: runAgain,
  [commandIds.runAgainWithEdits]: runAgainWithEdits,
  [commandIds.copyRunId]: copyRunId,
  [commandIds.copyAsCurl]: copyAsCurl,
  [commandIds.selectForCompare]: selectForCompare,
  [commandIds.compareWithSelected]: compareWithSelected,
  [commandIds.compareSelected]: compareSelected,
  [commandIds.filter]: filterRuns,
  [commandIds.editFilter]: (context) => filterRuns(context, undefined),
  [commandIds.clearFilter]: clearFilter,
  [commandIds.filterByUser]: filterByRun("userId"),
  [commandIds.filterBySession]: filterByRun("sessionId"),
  [commandIds.groupBy]: groupBy,
  [commandIds.sortBy]: sortBy,
  [commandIds.saveView]: saveView,
  [commandIds.renameView]: renameView,
  [commandIds.deleteView]: deleteView,
  [commandIds.applyView]: applyView,
  [commandIds.openAsText]: openAsText,
  [commandIds.saveOutput]: saveOutput,
  [commandIds.exportRuns]: exportRuns,
  [commandIds.openExport]: openExport,
  [commandIds.showLog]: ({ log }) => log.show(),
};
