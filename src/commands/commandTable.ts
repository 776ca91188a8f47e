import { type CommandId, commandIds } from "../host/ids.ts";
import { addConnection } from "./addConnection.ts";
import { answerInEditor, sendAnswerDocument } from "./answerInEditor.ts";
import { answerRequest } from "./answerRequest.ts";
import { approveRequest } from "./approveRequest.ts";
import { groupBy, sortBy } from "./arrangeRuns.ts";
import { cancelBatch, exportBatch } from "./batch/batchRuns.ts";
import { continueBatch, discardBatch } from "./batch/continueBatch.ts";
import { retryBatch } from "./batch/retryBatch.ts";
import { runBatch } from "./batch/runBatch.ts";
import { showBatch } from "./batch/showBatch.ts";
import { cancelRun } from "./cancelRun.ts";
import { removeConnection, renameConnection, replaceKey } from "./changeConnection.ts";
import type { CommandContext } from "./commandContext.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "./compareRuns.ts";
import { copyAsCurl } from "./copyAsCurl.ts";
import { copyRunId } from "./copyRunId.ts";
import { editAddress } from "./editAddress.ts";
import { diagnoseConnection } from "./diagnoseConnection.ts";
import { exportRuns } from "./exportRuns.ts";
import { clearFilter, filterByRun, filterRuns } from "./filterRuns.ts";
import { markProduction } from "./markProduction.ts";
import { newRunFile } from "./newRunFile.ts";
import { openAsText } from "./openAsText.ts";
import { openExport } from "./openExport.ts";
import { openLiveView } from "./openLiveView.ts";
import { openRun } from "./openRun.ts";
import { loadMore, refresh } from "./refresh.ts";
import { rejectRequest } from "./rejectRequest.ts";
import { runAgain } from "./runAgain.ts";
import { runAgainWithEdits } from "./runAgainWithEdits.ts";
import { runFile } from "./runFile.ts";
import { applyView, deleteView, renameView, saveView } from "./savedViews.ts";
import { saveOutput } from "./saveOutput.ts";
import { showWaiting } from "./showWaiting.ts";
import { startSampleApp } from "./startSampleApp.ts";
import { switchConnection } from "./switchConnection.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "./uploadActions.ts";
import { uploadFiles } from "./uploadFiles.ts";
import { watchForWaiting } from "./watchForWaiting.ts";

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
