/** The context keys that our `when` clauses ask for, with the values that they can have. */
export interface ContextValues extends OwnValues {
  // VS Code's.
  activeWebviewPanelId: PanelType;
  "config.chat.disableAIFeatures": true;
  "config.dynamiqRuns.mcp.enabled": true;
  controllerId: "dynamiqRuns.golden";
  editorLangId: string;
  editorTextFocus: true;
  explorerResourceIsFolder: true;
  focusedView: ViewId;
  inQuickInput: true;
  isWorkspaceTrusted: true;
  listDoubleSelection: true;
  listMultiSelection: true;
  resourceExtname: string;
  resourceFilename: string;
  resourceScheme: "file" | "untitled" | "dynamiqruns-answer";
  testId: string;
  testMessage: "dynamiqRunsFailedCheck";
  view: ViewId;
  viewItem: RowKind;
  webviewId: PanelType;
  /** The marked part of a page: from its `data-vscode-context`. */
  webviewSection: "dynamiqRun" | "step";
}

/** The context keys that the extension sets. */
interface OwnValues {
  "dynamiqRuns.activeRunSelected": true;
  "dynamiqRuns.approvalWaits": true;
  "dynamiqRuns.browserWaits": true;
  "dynamiqRuns.connectionLacks": string;
  "dynamiqRuns.failedTests": string;
  "dynamiqRuns.filtered": true;
  "dynamiqRuns.hasBatches": true;
  "dynamiqRuns.hasBatchToRetry": true;
  "dynamiqRuns.hasSearched": true;
  "dynamiqRuns.hasUploads": true;
  "dynamiqRuns.panelRun": "active" | "ended" | "completed" | "local" | "localActive" | "exported" | "removed";
  "dynamiqRuns.panelRunParts": string;
  "dynamiqRuns.questionWaits": true;
  "dynamiqRuns.ranTests": string;
  "dynamiqRuns.searchCompletions": true;
  "dynamiqRuns.searchInput": true;
  "dynamiqRuns.selectedForCompare": true;
  "dynamiqRuns.servesLocalApps": true;
  "dynamiqRuns.showsLocalApp": true;
  "dynamiqRuns.showsLocalRuns": true;
  "dynamiqRuns.showsSeveralConnections": true;
  "dynamiqRuns.showsSearch": true;
  "dynamiqRuns.tracesLocalRuns": true;
  "dynamiqRuns.viewState": ViewStateValue;
}

type ViewStateValue =
  | "noConnection"
  | "loading"
  | "empty"
  | "unreachable"
  | "notServed"
  | "auth"
  | "noKey"
  | "otherMachine"
  | "keyNotStored"
  | "keyUnreadable"
  | "failed"
  | "rows";

type ViewId = "dynamiqRuns.explorer" | "dynamiqRuns.searchResults" | "dynamiqRuns.uploads";

type PanelType =
  | "dynamiqRuns.run"
  | "dynamiqRuns.comparison"
  | "dynamiqRuns.batch"
  | "dynamiqRuns.insights"
  | "dynamiqRuns.conversation"
  | "dynamiqRuns.waitingQueue";

/** The first word of a row's `contextValue`. */
export type RowKind =
  | "run"
  | "request"
  | "group"
  | "cause"
  | "batch"
  | "view"
  | "search"
  | "upload"
  | "error"
  | "reading"
  | "failed"
  | "more";

/** The later words of a row's `contextValue`. */
export type RowWord =
  | "active"
  | "address"
  | "approval"
  | "attached"
  | "browser"
  | "completed"
  | "created"
  | "exported"
  | "failedRuns"
  | "feedback"
  | "kept"
  | "key"
  | "known"
  | "local"
  | "missing"
  | "sending"
  | "session"
  | "settled"
  | "terminal"
  | "unknown"
  | "user"
  | "waiting";
