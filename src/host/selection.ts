import { basename } from "node:path";
import * as vscode from "vscode";
import { isJsonName, isRunFileName, jsonLanguage } from "#runFiles/fileNames.ts";
import { showPick } from "./dialogs.ts";
import { NothingToDo, UserError } from "./errors/userError.ts";

/** The selection for a run or upload command: the run file and all other files, each once. */
export interface RunSelection {
  runFile: vscode.Uri;
  others: vscode.Uri[];
}

/**
 * The run file is the clicked JSON file, the only JSON file, the only `*.run.json`, or the person chooses. @returns
 * `undefined` when the person canceled. @throws NothingToDo without a file
 */
export async function selectRunFile(
  clicked: unknown,
  selected: unknown,
): Promise<RunSelection | { runFile?: undefined; others: vscode.Uri[] } | undefined> {
  const uris = selectedUris(clicked, selected);
  if (uris.length === 0)
    throw new NothingToDo("Select a file first: a JSON file with the run's input, files to attach, or both.");
  if (!uris.some(isJson)) return { others: uris };
  const runFile = clicked instanceof vscode.Uri && isJson(clicked) ? clicked : await chooseJson(uris);
  if (!runFile) return undefined;
  const others = uris.filter((uri) => uri.toString() !== runFile.toString());
  return { runFile, others };
}

/** The files of the explorer's selection, of the argument, or of the editor in view. */
export function selectedUris(clicked: unknown, selected: unknown): vscode.Uri[] {
  const listed = Array.isArray(selected) ? selected.filter((each) => each instanceof vscode.Uri) : [];
  const first = clicked instanceof vscode.Uri ? clicked : vscode.window.activeTextEditor?.document.uri;
  const all =
    listed.length > 0 ? [...listed, ...(clicked instanceof vscode.Uri ? [clicked] : [])] : first ? [first] : [];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
}

async function chooseJson(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const json = uris.filter(isJson);
  const ours = json.filter(({ path }) => isRunFileName(path));
  if (ours.length === 1) return ours[0];
  if (json.length === 1) return json[0];
  const items = json.map((uri) => ({
    label: basename(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const title = "Which file is the run's input? The others are attached.";
  return (await showPick(items, { title, ignoreFocusOut: true }))?.uri;
}

/** Whether it is one by its extension or, for an unsaved file, by its language. */
function isJson(uri: vscode.Uri): boolean {
  if (isJsonName(uri.path)) return true;
  if (uri.scheme !== "untitled") return false;
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return jsonLanguage.test(open?.languageId ?? "");
}

/** The path of a file on the disk. @throws UserError for any other kind of file */
export function diskPath(uri: vscode.Uri): string {
  if (uri.scheme === "file") return uri.fsPath;
  throw new UserError(
    `${basename(uri.path)} isn't a file on disk (${uri.scheme}:). Save it to a folder on disk first.`,
  );
}
