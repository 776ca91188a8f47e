import type { OwnContextValues, PanelType, RowKind, ViewId } from "#host/contextKeys.ts";

/** The context keys that our `when` clauses ask for, with the values that they can have. */
export interface ContextValues extends OwnContextValues {
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
