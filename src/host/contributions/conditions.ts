/** Conditions that several commands share, by their names. */

import type { Ability } from "#model/abilities.ts";
import { all, type Condition, is, matches, not, shared } from "./when.ts";

/** The menu *Dynamiq Runs* of a file. */
export const fileMenu = "dynamiqRuns.file";

// Views.
export const inRuns = is("view", "dynamiqRuns.explorer");
/** In a view that lists runs. */
export const inRunLists = shared("inRunLists");
export const runsFocused = is("focusedView", "dynamiqRuns.explorer");
export const severalSelected = is("listMultiSelection");

// What there is to work with.
export const hasNoConnection = is("dynamiqRuns.viewState", "noConnection");
export const hasConnection = not(hasNoConnection);
export const isFiltered = is("dynamiqRuns.filtered");
export const showsSeveral = is("dynamiqRuns.showsSeveralConnections");
export const isTrusted = is("isWorkspaceTrusted");

// What the active connection can do. Before the extension has started, nothing is known to be missing.
export const canStart = can("start");
export const canCancel = can("cancel");
export const canAnswer = can("answer");
export const canBeReached = can("reach");

/** Whether the active connection can start a run of the workspace's files. */
export const canStartFromFiles = all(canStart, isTrusted);

export function can(ability: Ability): Condition {
  return all(hasConnection, not(matches("dynamiqRuns.connectionLacks", new RegExp(`\\b${ability}\\b`))));
}

// Files and editors.
export const isRunFile = matches("resourceFilename", /\.run\.jsonc?$/i);
export const isJsonFile = matches("resourceExtname", /^\.jsonc?$/i);
export const isLinesFile = matches("resourceExtname", /^\.(jsonl|ndjson)$/i);
export const isExportFile = matches("resourceFilename", /^(run-[0-9a-f]{8}|runs-\d{4}-\d\d-\d\d).*\.json$/i);
export const isJsonLanguage = matches("editorLangId", /^jsonc?$/);
export const isFolder = is("explorerResourceIsFolder");
export const isOnDisk = is("resourceScheme", "file");
export const isUntitled = is("resourceScheme", "untitled");
export const isAnswerDocument = is("resourceScheme", "dynamiqruns-answer");

// Panels and their pages.
export const inRunPanel = is("activeWebviewPanelId", "dynamiqRuns.run");
export const panelHasRun = is("dynamiqRuns.panelRun");
export const inRunPage = is("webviewId", "dynamiqRuns.run");
export const onRunInPage = is("webviewSection", "dynamiqRun");
export const onStep = is("webviewSection", "step");
