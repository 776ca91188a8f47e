/** On its own, so that what is loaded with the extension does not bring all of the others along. */
export const runFileId = "dynamiqRuns.runFile";

/** Every name that package.json and the code must agree on. */
export const commandIds = {
  addConnection: "dynamiqRuns.addConnection",
  switchConnection: "dynamiqRuns.switchConnection",
  renameConnection: "dynamiqRuns.renameConnection",
  editAddress: "dynamiqRuns.editAddress",
  replaceKey: "dynamiqRuns.replaceKey",
  removeConnection: "dynamiqRuns.removeConnection",
  markProduction: "dynamiqRuns.markProduction",
  watchForWaiting: "dynamiqRuns.watchForWaiting",
  diagnoseConnection: "dynamiqRuns.diagnoseConnection",
  startSampleApp: "dynamiqRuns.startSampleApp",
  refresh: "dynamiqRuns.refresh",
  openRun: "dynamiqRuns.openRun",
  /** The same from a row, where it asks nothing. */
  openSelectedRun: "dynamiqRuns.openSelectedRun",
  runFile: runFileId,
  /**
   * The same, by the keyboard: a shortcut of its own would stand beside it in menus of places where it does not act.
   */
  runEditorFile: "dynamiqRuns.runEditorFile",
  runFileInBackground: "dynamiqRuns.runFileInBackground",
  runFileAndWait: "dynamiqRuns.runFileAndWait",
  newRunFile: "dynamiqRuns.newRunFile",
  runBatch: "dynamiqRuns.runBatch",
  continueBatch: "dynamiqRuns.continueBatch",
  discardBatch: "dynamiqRuns.discardBatch",
  retryBatch: "dynamiqRuns.retryBatch",
  showBatch: "dynamiqRuns.showBatch",
  cancelBatch: "dynamiqRuns.cancelBatch",
  exportBatch: "dynamiqRuns.exportBatch",
  renameBatch: "dynamiqRuns.renameBatch",
  deleteBatch: "dynamiqRuns.deleteBatch",
  uploadFiles: "dynamiqRuns.uploadFiles",
  copyUploadId: "dynamiqRuns.copyUploadId",
  attachUpload: "dynamiqRuns.attachUpload",
  detachUpload: "dynamiqRuns.detachUpload",
  forgetUpload: "dynamiqRuns.forgetUpload",
  cancelRun: "dynamiqRuns.cancelRun",
  approveRequest: "dynamiqRuns.approveRequest",
  rejectRequest: "dynamiqRuns.rejectRequest",
  answerRequest: "dynamiqRuns.answerRequest",
  answerInEditor: "dynamiqRuns.answerInEditor",
  openLiveView: "dynamiqRuns.openLiveView",
  sendAnswer: "dynamiqRuns.sendAnswer",
  showWaiting: "dynamiqRuns.showWaiting",
  runAgain: "dynamiqRuns.runAgain",
  runAgainWithEdits: "dynamiqRuns.runAgainWithEdits",
  copyRunId: "dynamiqRuns.copyRunId",
  copyAsCurl: "dynamiqRuns.copyAsCurl",
  selectForCompare: "dynamiqRuns.selectForCompare",
  compareWithSelected: "dynamiqRuns.compareWithSelected",
  compareSelected: "dynamiqRuns.compareSelected",
  openAsText: "dynamiqRuns.openAsText",
  saveOutput: "dynamiqRuns.saveOutput",
  exportRuns: "dynamiqRuns.exportRuns",
  openExport: "dynamiqRuns.openExport",
  loadMore: "dynamiqRuns.loadMore",
  filter: "dynamiqRuns.filter",
  /** The same while there is a filter: another icon, another title. */
  editFilter: "dynamiqRuns.editFilter",
  clearFilter: "dynamiqRuns.clearFilter",
  filterByUser: "dynamiqRuns.filterByUser",
  filterBySession: "dynamiqRuns.filterBySession",
  groupBy: "dynamiqRuns.groupBy",
  sortBy: "dynamiqRuns.sortBy",
  saveView: "dynamiqRuns.saveView",
  renameView: "dynamiqRuns.renameView",
  deleteView: "dynamiqRuns.deleteView",
  applyView: "dynamiqRuns.applyView",
  showLog: "dynamiqRuns.showLog",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

export const connectionStatusId = "dynamiqRuns.connection";
export const explorerViewId = "dynamiqRuns.explorer";
export const uploadsViewId = "dynamiqRuns.uploads";
export const runPanelType = "dynamiqRuns.run";
/** The URIs of documents in which answers are written. */
export const answerScheme = "dynamiqruns-answer";
/** In the workspace's state, once such a document was open there: only then one may come back with the window. */
export const answersOpenedKey = "dynamiqRuns.answersOpened";
/**
 * In the workspace's state: outputs that are to be saved when their runs end, and requests that have no response yet.
 */
export const pendingOutputsKey = "dynamiqRuns.pendingOutputs";
export const createJournalKey = "dynamiqRuns.sentCreates";
/** In the folder that all windows share. */
export const openBatchesFolder = "openBatches";
export const waitingColor = "dynamiqRuns.waiting";

/** Context keys, for the `when` clauses of package.json. */
export const contextKeys = {
  /** What the explorer shows instead of rows: one of {@link ViewState}. */
  viewState: "dynamiqRuns.viewState",
  /** Whether the explorer has a filter. */
  filtered: "dynamiqRuns.filtered",
} as const;

/** Context keys that say which commands can do something now. */
export const commandStateKeys = {
  approvalWaits: "dynamiqRuns.approvalWaits",
  questionWaits: "dynamiqRuns.questionWaits",
  browserWaits: "dynamiqRuns.browserWaits",
  hasSavedViews: "dynamiqRuns.hasSavedViews",
  hasBatches: "dynamiqRuns.hasBatches",
  hasUnsentBatch: "dynamiqRuns.hasUnsentBatch",
  hasFailedBatch: "dynamiqRuns.hasFailedBatch",
  hasUploads: "dynamiqRuns.hasUploads",
  hasAttachedUploads: "dynamiqRuns.hasAttachedUploads",
  panelRun: "dynamiqRuns.panelRun",
  selectedForCompare: "dynamiqRuns.selectedForCompare",
} as const;

export type ViewState =
  | "noConnection"
  | "loading"
  | "empty"
  | "unreachable"
  | "auth"
  | "otherMachine"
  | "failed"
  | "rows";
