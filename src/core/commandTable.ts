import { copyMcpConfiguration } from "../features/agents/vscode/copyMcpConfiguration.ts";
import { askChat, copyRuns } from "../features/agents/vscode/copyRuns.ts";
import { cancelBatch, exportBatch } from "../features/batches/vscode/batchRuns.ts";
import { retryBatch } from "../features/batches/vscode/retryBatch.ts";
import { runBatch } from "../features/batches/vscode/runBatch.ts";
import { showBatch } from "../features/batches/vscode/showBatch.ts";
import { discardBatch } from "../features/batches/vscode/unsentLines.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "../features/compare/vscode/compareRuns.ts";
import { addConnection } from "../features/connections/vscode/addConnection.ts";
import {
  markProduction,
  removeConnection,
  renameConnection,
  replaceKey,
  startSampleApp,
  watchForWaiting,
} from "../features/connections/vscode/changeConnection.ts";
import { diagnoseConnection } from "../features/connections/vscode/diagnoseConnection.ts";
import { editAddress } from "../features/connections/vscode/editAddress.ts";
import { manageConnection } from "../features/connections/vscode/manageConnection.ts";
import { switchConnection } from "../features/connections/vscode/switchConnection.ts";
import { forkConversation } from "../features/conversations/vscode/forkConversation.ts";
import { newConversation } from "../features/conversations/vscode/newConversation.ts";
import { openConversation } from "../features/conversations/vscode/openConversation.ts";
import { pickConversation } from "../features/conversations/vscode/pickConversation.ts";
import { groupBy, sortBy } from "../features/explorer/vscode/arrangeRuns.ts";
import { cancelRun } from "../features/explorer/vscode/cancelRun.ts";
import { applyView, clearFilter, filterByRun, filterRuns } from "../features/explorer/vscode/filterRuns.ts";
import { isRow } from "../features/explorer/vscode/givenArgument.ts";
import { copyRunId, openAsText, openRun, saveOutput } from "../features/explorer/vscode/openRun.ts";
import { loadMore, refresh } from "../features/explorer/vscode/refresh.ts";
import { deleteView, renameView, saveSearch, saveView } from "../features/explorer/vscode/savedViews.ts";
import { exportRuns } from "../features/exports/vscode/exportRuns.ts";
import { openExport } from "../features/exports/vscode/openExport.ts";
import { acceptAsGolden } from "../features/golden/vscode/acceptAsGolden.ts";
import {
  compareWithGoldenRun,
  openGoldenRun,
  runGoldenTest,
  runGoldenTestOnce,
} from "../features/golden/vscode/goldenResultActions.ts";
import { keepAsGoldenConversation, keepAsGoldenTest } from "../features/golden/vscode/keepAsGoldenTest.ts";
import { answerInEditor, sendAnswerDocument } from "../features/inputRequests/vscode/answerInEditor.ts";
import { answerRequest } from "../features/inputRequests/vscode/answerRequest.ts";
import { approveRequest } from "../features/inputRequests/vscode/approveRequest.ts";
import { openLiveView, showWaiting } from "../features/inputRequests/vscode/openLiveView.ts";
import { rejectRequest } from "../features/inputRequests/vscode/rejectRequest.ts";
import {
  compareWithGoodRun,
  forgetKnownCause,
  markCauseAsKnown,
  runCauseAgain,
  showInsights,
} from "../features/insights/vscode/causes.ts";
import { showCauseRuns } from "../features/insights/vscode/showRuns.ts";
import {
  clearLocalRuns,
  copyTracingCode,
  copyTracingVariables,
  showTracingSetup,
  stopTracingLocalRuns,
  traceLocalRuns,
} from "../features/localRuns/vscode/commands.ts";
import { copyAsCurl } from "../features/runFiles/vscode/copyAsCurl.ts";
import { newRunFile } from "../features/runFiles/vscode/newRunFile.ts";
import { runAgain, runAgainInSameSession } from "../features/runFiles/vscode/runAgain.ts";
import { runAgainWithEdits } from "../features/runFiles/vscode/runAgainWithEdits.ts";
import { runFile } from "../features/runFiles/vscode/runFile.ts";
import { closeSearchCompletions, showSearchKeys } from "../features/search/vscode/askForSearch.ts";
import {
  clearLocalIndex,
  clearResults,
  readMoreRuns,
  searchAgain,
  showMoreMatches,
  stopReading,
} from "../features/search/vscode/resultActions.ts";
import { editSearch, searchRuns } from "../features/search/vscode/searchRuns.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "../features/uploads/vscode/uploadActions.ts";
import { uploadFiles } from "../features/uploads/vscode/uploadFiles.ts";
import { showError, showNews } from "../host/errors/showError.ts";
import { ArgumentError, NothingToDo } from "../host/errors/userError.ts";
import { type CommandId, commandIds } from "../host/ids.ts";
import type { App } from "./app.ts";

/** A command: what it needs of the app, and the arguments that it was called with. */
type Command = (app: App, first: unknown, second: unknown) => unknown;

const commandTable: Record<CommandId, Command> = {
  [commandIds.addConnection]: addConnection,
  [commandIds.switchConnection]: switchConnection,
  [commandIds.manageConnection]: manageConnection,
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
  [commandIds.renameBatch]: renameView,
  [commandIds.deleteBatch]: deleteView,
  [commandIds.filter]: filterRuns,
  [commandIds.editFilter]: (app) => filterRuns(app, undefined),
  [commandIds.clearFilter]: clearFilter,
  [commandIds.filterByUser]: filterByRun("userId"),
  [commandIds.filterBySession]: filterByRun("sessionId"),
  [commandIds.groupBy]: groupBy,
  [commandIds.sortBy]: sortBy,
  [commandIds.saveView]: saveView,
  [commandIds.renameView]: renameView,
  [commandIds.deleteView]: deleteView,
  [commandIds.applyView]: applyView,

  [commandIds.showInsights]: showInsights,
  [commandIds.showCauseRuns]: showCauseRuns,
  [commandIds.compareWithGoodRun]: compareWithGoodRun,
  [commandIds.runCauseAgain]: runCauseAgain,
  [commandIds.markCauseAsKnown]: markCauseAsKnown,
  [commandIds.forgetKnownCause]: forgetKnownCause,

  [commandIds.openRun]: openRun,
  [commandIds.openSelectedRun]: openRun,
  [commandIds.openConversation]: openConversation,
  [commandIds.pickConversation]: pickConversation,
  [commandIds.forkConversation]: forkConversation,
  [commandIds.newConversation]: newConversation,
  [commandIds.cancelRun]: cancelRun,
  [commandIds.copyRunId]: copyRunId,
  [commandIds.openAsText]: openAsText,
  [commandIds.saveOutput]: saveOutput,

  [commandIds.selectForCompare]: selectForCompare,
  [commandIds.compareWithSelected]: compareWithSelected,
  [commandIds.compareSelected]: compareSelected,

  [commandIds.copyAsMarkdown]: copyRuns("person"),
  [commandIds.copyForAi]: copyRuns("model"),
  [commandIds.askChat]: askChat,

  [commandIds.runAgain]: runAgain,
  [commandIds.runAgainInSameSession]: runAgainInSameSession,
  [commandIds.runAgainWithEdits]: runAgainWithEdits,

  [commandIds.runFile]: runFile(),
  [commandIds.runEditorFile]: runFile(),
  [commandIds.runFileInBackground]: runFile("background"),
  [commandIds.runFileAndWait]: runFile("wait"),
  [commandIds.newRunFile]: newRunFile,

  [commandIds.copyAsCurl]: copyAsCurl,

  [commandIds.runBatch]: runBatch,
  [commandIds.discardBatch]: discardBatch,
  [commandIds.retryBatch]: retryBatch,
  [commandIds.showBatch]: showBatch,

  [commandIds.cancelBatch]: cancelBatch,
  [commandIds.exportBatch]: exportBatch,

  [commandIds.keepAsGoldenTest]: keepAsGoldenTest,
  [commandIds.keepAsGoldenConversation]: keepAsGoldenConversation,

  [commandIds.runGoldenTest]: runGoldenTest,
  [commandIds.runGoldenTestOnce]: runGoldenTestOnce,
  [commandIds.openGoldenRun]: openGoldenRun,
  [commandIds.compareWithGoldenRun]: compareWithGoldenRun,
  [commandIds.acceptAsGolden]: acceptAsGolden,

  [commandIds.approveRequest]: approveRequest,
  [commandIds.rejectRequest]: rejectRequest,
  [commandIds.answerRequest]: answerRequest,
  [commandIds.answerInEditor]: answerInEditor,
  [commandIds.openLiveView]: openLiveView,
  [commandIds.sendAnswer]: sendAnswerDocument,
  [commandIds.showWaiting]: showWaiting,

  [commandIds.uploadFiles]: uploadFiles,
  [commandIds.copyUploadId]: copyUploadId,
  [commandIds.attachUpload]: attachUpload,
  [commandIds.detachUpload]: detachUpload,
  [commandIds.forgetUpload]: forgetUpload,

  [commandIds.exportRuns]: exportRuns,
  [commandIds.openExport]: openExport,

  [commandIds.copyMcpConfiguration]: copyMcpConfiguration,

  [commandIds.searchRuns]: searchRuns,
  [commandIds.editSearch]: editSearch,
  [commandIds.searchAgain]: searchAgain,
  [commandIds.saveSearch]: saveSearch,
  [commandIds.clearResults]: clearResults,
  [commandIds.showMoreMatches]: showMoreMatches,
  [commandIds.readMoreRuns]: readMoreRuns,
  [commandIds.stopReading]: stopReading,
  [commandIds.clearLocalIndex]: clearLocalIndex,
  [commandIds.showSearchKeys]: showSearchKeys,
  [commandIds.closeSearchCompletions]: closeSearchCompletions,

  [commandIds.traceLocalRuns]: traceLocalRuns,
  [commandIds.stopTracingLocalRuns]: stopTracingLocalRuns,
  [commandIds.showTracingSetup]: showTracingSetup,
  [commandIds.copyTracingCode]: copyTracingCode,
  [commandIds.copyTracingVariables]: copyTracingVariables,
  [commandIds.clearLocalRuns]: clearLocalRuns,

  [commandIds.showLog]: ({ log }) => log.show(),
};

export type RunCommand = (id: CommandId, first: unknown, second: unknown) => Promise<unknown>;

/**
 * Runs a command. An error is logged and shown here, once, and nowhere else. An error in a script's argument is thrown
 * to the script. A command that has nothing to work with says so without an error.
 */
export async function runCommand(app: App, id: CommandId, first: unknown, second: unknown): Promise<unknown> {
  const { log } = app;
  try {
    return await commandTable[meant(app, id, first)](app, first, second);
  } catch (error) {
    if (error instanceof NothingToDo) {
      log.info(`${id}: nothing to do`);
      showNews(error.message, error.nextSteps);
      return undefined;
    }
    log.error(error, `${id} failed`);
    if (error instanceof ArgumentError) throw error;
    showError(error);
    return undefined;
  }
}

const rowActs: ReadonlySet<CommandId> = new Set([
  commandIds.approveRequest,
  commandIds.rejectRequest,
  commandIds.answerRequest,
  commandIds.cancelRun,
  commandIds.runAgain,
  commandIds.runAgainInSameSession,
]);

/**
 * A click on a row's button may have been meant for the row that was under the pointer a moment ago. It only opens the
 * run then.
 */
function meant({ tree }: Pick<App, "tree">, id: CommandId, first: unknown): CommandId {
  return rowActs.has(id) && isRow(first) && tree.isUnsettled(first) ? commandIds.openRun : id;
}
