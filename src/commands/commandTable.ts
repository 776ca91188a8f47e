import { showError, showNews } from "../host/errors/showError.ts";
import { ArgumentError, NothingToDo } from "../host/errors/userError.ts";
import { type CommandId, commandIds } from "../host/ids.ts";
import { copyMcpConfiguration } from "./agentTools/copyMcpConfiguration.ts";
import type { App } from "./app.ts";
import { cancelBatch, exportBatch } from "./batches/batchRuns.ts";
import { retryBatch } from "./batches/retryBatch.ts";
import { runBatch } from "./batches/runBatch.ts";
import { showBatch } from "./batches/showBatch.ts";
import { discardBatch } from "./batches/unsentLines.ts";
import { addConnection } from "./connections/addConnection.ts";
import {
  markProduction,
  removeConnection,
  renameConnection,
  replaceKey,
  startSampleApp,
  watchForWaiting,
} from "./connections/changeConnection.ts";
import { diagnoseConnection } from "./connections/diagnoseConnection.ts";
import { editAddress } from "./connections/editAddress.ts";
import { manageConnection } from "./connections/manageConnection.ts";
import { switchConnection } from "./connections/switchConnection.ts";
import { forkConversation } from "./conversations/forkConversation.ts";
import { newConversation } from "./conversations/newConversation.ts";
import { openConversation } from "./conversations/openConversation.ts";
import { pickConversation } from "./conversations/pickConversation.ts";
import { askChat, copyRuns } from "./copies/copyRuns.ts";
import { groupBy, sortBy } from "./explorer/arrangeRuns.ts";
import { clearFilter, filterByRun, filterRuns } from "./explorer/filterRuns.ts";
import { loadMore, refresh } from "./explorer/refresh.ts";
import { applyView, deleteView, renameView, saveSearch, saveView } from "./explorer/savedViews.ts";
import { exportRuns } from "./exports/exportRuns.ts";
import { openExport } from "./exports/openExport.ts";
import { isRow } from "./givenArgument.ts";
import { acceptAsGolden } from "./golden/acceptAsGolden.ts";
import { compareWithGoldenRun, openGoldenRun, runGoldenTest, runGoldenTestOnce } from "./golden/goldenResultActions.ts";
import { keepAsGoldenConversation, keepAsGoldenTest } from "./golden/keepAsGoldenTest.ts";
import { answerInEditor, sendAnswerDocument } from "./inputRequests/answerInEditor.ts";
import { answerRequest } from "./inputRequests/answerRequest.ts";
import { approveRequest } from "./inputRequests/approveRequest.ts";
import { openLiveView, showWaiting } from "./inputRequests/openLiveView.ts";
import { rejectRequest } from "./inputRequests/rejectRequest.ts";
import {
  compareWithGoodRun,
  forgetKnownCause,
  markCauseAsKnown,
  runCauseAgain,
  showInsights,
} from "./insights/causes.ts";
import { showCauseRuns } from "./insights/showRuns.ts";
import { copyAsCurl } from "./runFiles/copyAsCurl.ts";
import { newRunFile } from "./runFiles/newRunFile.ts";
import { runFile } from "./runFiles/runFile.ts";
import { cancelRun } from "./runs/cancelRun.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "./runs/compareRuns.ts";
import { copyRunId, openAsText, openRun, saveOutput } from "./runs/openRun.ts";
import { runAgain, runAgainInSameSession } from "./runs/runAgain.ts";
import { runAgainWithEdits } from "./runs/runAgainWithEdits.ts";
import { closeSearchCompletions, showSearchKeys } from "./search/askForSearch.ts";
import {
  clearLocalIndex,
  clearResults,
  readMoreRuns,
  searchAgain,
  showMoreMatches,
  stopReading,
} from "./search/resultActions.ts";
import { editSearch, searchRuns } from "./search/searchRuns.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "./uploads/uploadActions.ts";
import { uploadFiles } from "./uploads/uploadFiles.ts";

/** A command: what it needs of the app, and the arguments that it was called with. */
type Command = (app: App, first: unknown, second: unknown) => unknown;

/** Every command and its function. */
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

  [commandIds.showLog]: ({ log }) => log.show(),
};

/** Runs a command with its arguments. */
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
