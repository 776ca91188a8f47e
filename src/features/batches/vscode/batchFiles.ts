import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { readFileText } from "#host/readFileText.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "#host/runFilePaths.ts";
import { askForPrompt } from "#host/steps/askForPrompt.ts";
import type { BatchFile } from "#runFiles/batches/batchFile.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { isJsonLinesName, isJsonName, isRunFileName } from "#runFiles/fileNames.ts";
import type { VariableSources } from "#runFiles/variables/variableValues.ts";
import type { BatchApp } from "./services.ts";

export interface BatchSelection {
  name: string;
  files: vscode.Uri[];
}

/**
 * Whether a selection is a batch: a list of requests, a folder, or several run files. One `*.run.json` among other JSON
 * files is a run file with attachments.
 */
export async function isBatch(uris: readonly vscode.Uri[]): Promise<boolean> {
  const paths = uris.map(({ path }) => path);
  if (paths.some(isJsonLinesName)) return true;
  if (paths.length > 1 && paths.every(isJsonName)) return paths.filter(isRunFileName).length !== 1;
  const kinds = await Promise.all(uris.filter(({ path }) => !isJsonName(path)).map(isFolder));
  return kinds.includes(true);
}

/** @throws UserError when it contains nothing to send */
export async function selectBatch(uris: readonly vscode.Uri[]): Promise<BatchSelection> {
  const files: vscode.Uri[] = [];
  for (const uri of uris) files.push(...((await isFolder(uri)) ? await runFilesIn(uri) : [uri]));
  const other = files.find(({ path }) => !isJsonName(path) && !isJsonLinesName(path));
  if (other) {
    const nextStep = "Select a .jsonl file, JSON files or a folder of JSON files.";
    throw new UserError(`${basename(other.path)} can't be used in a batch. ${nextStep}`);
  }
  const [first] = uris;
  if (!first) throw new NothingToDo("Select a .jsonl file, several JSON files or a folder of them first.");
  const name = uris.length === 1 ? basename(first.path) : `${basename(first.path)} and ${uris.length - 1} more`;
  return { name, files };
}

/** The JSON files of a folder, by name; only its `*.run.json` files if it has any. Subfolders aren't included. */
async function runFilesIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.flatMap(([name, type]) => (type & vscode.FileType.File && !name.startsWith(".") ? [name] : []));
  const found = [isRunFileName, isJsonName, isJsonLinesName]
    .map((isOfKind) => names.filter(isOfKind))
    .find(({ length }) => length > 0);
  if (!found) {
    const name = basename(folder.path);
    throw new UserError(`There is no JSON file in ${name}, and subfolders aren't included. Select another folder.`);
  }
  const byName = new Intl.Collator("en", { numeric: true }).compare;
  return found.sort(byName).map((name) => vscode.Uri.joinPath(folder, name));
}

/** The files as the person sees them: the text of an editor, saved or not, otherwise the file on the disk. */
export function batchFiles(context: BatchApp, uris: readonly vscode.Uri[]): BatchFile[] {
  const names = uris.map(({ path }) => basename(path));
  const now = new Date();
  // Asked once for the whole batch.
  const values = new Map<string, string>();
  return uris.map((uri, i): BatchFile => {
    const name = names[i] ?? "";
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    const ask = async (label: string): Promise<string | undefined> => {
      const value = values.get(label) ?? (await askForPrompt(context.prompts, label, name));
      if (value !== undefined) values.set(label, value);
      return value;
    };
    const path = runFilePath(uri);
    const gate = new ReadGate({ source: `Run ${uri.toString()}`, folders: ownFolders(uri) });
    const sources: VariableSources = {
      runFilePath: path,
      environment: process.env,
      workspaceFolder: workspaceFolderOf(uri),
      now,
      ask,
      gate,
    };
    return {
      path,
      name: isAlone ? name : `${basename(dirname(path))}/${name}`,
      isLines: isJsonLinesName(uri.path),
      // A file that is gone is reported when it is read.
      size: async () => (await statOf(uri))?.size ?? 0,
      text: () => readFileText(uri),
      sources,
    };
  });
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return (((await statOf(uri))?.type ?? 0) & vscode.FileType.Directory) !== 0;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  return vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
}
