import type { OwnContextValues } from "./contextKeys.ts";

/** Separate, so that the shell bundle doesn't include all the others. */
export const runFileId = "dynamiqRuns.runFile";

export const extensionId = "dynamiq-community.dynamiq-runs";

export const connectionStatusId = "dynamiqRuns.connection";
export const waitingStatusId = "dynamiqRuns.waitingRuns";
export const explorerViewId = "dynamiqRuns.explorer";
export const runPanelType = "dynamiqRuns.run";
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
export const waitingColor = "dynamiqRuns.waiting";

/** What the *Runs* view shows in place of rows. */
export type ViewState = OwnContextValues["dynamiqRuns.viewState"];
