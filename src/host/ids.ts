import type { UnsentKey } from "./errors/unsentKey.ts";

/** Separate, so that the shell bundle doesn't include all the others. */
export const runFileId = "dynamiqRuns.runFile";

export const extensionId = "dynamiq-community.dynamiq-runs";

export const connectionStatusId = "dynamiqRuns.connection";
export const waitingStatusId = "dynamiqRuns.waitingRuns";
export const explorerViewId = "dynamiqRuns.explorer";
export const uploadsViewId = "dynamiqRuns.uploads";
export const searchViewId = "dynamiqRuns.searchResults";
export const runPanelType = "dynamiqRuns.run";
export const comparePanelType = "dynamiqRuns.comparison";
export const batchPanelType = "dynamiqRuns.batch";
export const insightsPanelType = "dynamiqRuns.insights";
export const tracingPanelType = "dynamiqRuns.localRuns";
export const conversationPanelType = "dynamiqRuns.conversation";
export const waitingQueuePanelType = "dynamiqRuns.waitingQueue";
export const runScheme = "dynamiqruns-run";
export const answerScheme = "dynamiqruns-answer";
/** In the workspace's state, after such a document was open: only then may VS Code restore one with the window. */
export const answersOpenedKey = "dynamiqRuns.answersOpened";
// The next ones are in the workspace's state, too.
export const pendingOutputsKey = "dynamiqRuns.pendingOutputs";
/** Requests that have no response yet. */
export const createJournalKey = "dynamiqRuns.sentCreates";
export const ranSampleFileKey = "dynamiqRuns.ranSampleFile";
/** Whether runs waited for the person when they were counted last, so that the next window counts them. */
export const hadWaitingKey = "dynamiqRuns.hadWaiting";
/** Whether local runs are traced, and on which port. */
export const localTracingKey = "dynamiqRuns.localTracing";
/** The Test Explorer knows the golden tests by it. */
export const goldenControllerId = "dynamiqRuns.golden";
/** VS Code knows the MCP server of a window by it. */
export const mcpProviderId = "dynamiqRuns.mcp";
/** The name of the folder of open batches, in the one that all windows share. */
export const openBatchesFolder = "openBatches";
export const waitingColor = "dynamiqRuns.waiting";

/** Context keys, for the `when` clauses of package.json. */
export const contextKeys = {
  /** What the explorer shows in place of rows: one of {@link ViewState}. */
  viewState: "dynamiqRuns.viewState",
  filtered: "dynamiqRuns.filtered",
  /** Whether the explorer shows the runs of several connections in one list. */
  showsSeveral: "dynamiqRuns.showsSeveralConnections",
  /** Whether runs were searched in this window, so that the view of the results is there. */
  hasSearched: "dynamiqRuns.hasSearched",
  /** The results are those of a search, not the runs of a cause or behind a figure. */
  showsSearch: "dynamiqRuns.showsSearch",
  /** Whether the quick input of the search is open, and whether it shows completions. */
  searchInput: "dynamiqRuns.searchInput",
  searchCompletions: "dynamiqRuns.searchCompletions",
  /** Whether the explorer shows the runs of programs on this machine, and whether they are traced. */
  localRuns: "dynamiqRuns.showsLocalRuns",
  tracesLocalRuns: "dynamiqRuns.tracesLocalRuns",
  /** The ids of the rows of the Test Explorer with a result, and of those with a failed check. */
  ranTests: "dynamiqRuns.ranTests",
  failedTests: "dynamiqRuns.failedTests",
} as const;

export const commandStateKeys = {
  approvalWaits: "dynamiqRuns.approvalWaits",
  questionWaits: "dynamiqRuns.questionWaits",
  browserWaits: "dynamiqRuns.browserWaits",
  connectionLacks: "dynamiqRuns.connectionLacks",
  hasBatches: "dynamiqRuns.hasBatches",
  hasBatchToRetry: "dynamiqRuns.hasBatchToRetry",
  hasUploads: "dynamiqRuns.hasUploads",
  panelRun: "dynamiqRuns.panelRun",
  panelRunParts: "dynamiqRuns.panelRunParts",
  servesLocalApps: "dynamiqRuns.servesLocalApps",
  showsLocalApp: "dynamiqRuns.showsLocalApp",
  selectedForCompare: "dynamiqRuns.selectedForCompare",
  activeRunSelected: "dynamiqRuns.activeRunSelected",
} as const;

/** What a person has done at least once, for the ticks of the walkthrough. */
export const firstStepKeys = {
  connected: "dynamiqRuns.hasConnected",
  startedRun: "dynamiqRuns.hasStartedRun",
  openedRun: "dynamiqRuns.hasOpenedRun",
  answered: "dynamiqRuns.hasAnswered",
  foundRuns: "dynamiqRuns.hasFoundRuns",
  tracedRun: "dynamiqRuns.hasTracedRun",
  testedRun: "dynamiqRuns.hasTestedRun",
  servedWorkflow: "dynamiqRuns.hasServedWorkflow",
} as const;

export type FirstStep = keyof typeof firstStepKeys;

export type ViewState =
  | "noConnection"
  | "loading"
  | "empty"
  | "unreachable"
  | "notServed"
  | "auth"
  | UnsentKey
  | "failed"
  | "rows";
