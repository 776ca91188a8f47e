import { basename } from "node:path";
import * as vscode from "vscode";
import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { commandIds } from "#host/commandIds.ts";
import { NothingToDo, UserError, type NextStep } from "#host/errors/userError.ts";
import { ownFolders, runFilePath, workspaceFolderOf } from "#host/runFilePaths.ts";
import { diskPath, type RunSelection } from "#host/selection.ts";
import { askForPrompt } from "#host/steps/askForPrompt.ts";
import { openAttachments } from "#runFiles/attachments/attachments.ts";
import { connectionProblem } from "#runFiles/connectionProblem.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { readWithConsent } from "#runFiles/consent/readWithConsent.ts";
import { looksLikeExport } from "#runFiles/looksLikeExport.ts";
import { requestedSavePath } from "#runFiles/outputs/savePath.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import type { ValueOf, VariableUse } from "#runFiles/variables/filledTexts.ts";
import { variableText } from "#runFiles/variables/variables.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { runExports } from "#workbench/panel/vscode/runPoints.ts";
import { readSource } from "./readConsent.ts";

export interface FilledRunFile {
  parsed: ParsedRunFile;
  /** Absolute. Paths in the file are relative to it. */
  path: string;
  variables: readonly VariableUse[];
  valueOf: ValueOf;
  /** The connection that the file names, otherwise the active one, as it was in the question. */
  connection: Connection;
  /** Absolute: the file for the output. */
  saveTo: string | undefined;
  /** Whether it would still send the files that the person has agreed to. */
  findsTheSame: () => Promise<boolean>;
}

export interface PreparedRunFile extends Pick<FilledRunFile, "connection" | "saveTo"> {
  request: CreateRunRequest;
  files: FileSource[];
  mode: RunMode | undefined;
  /** The notations of its variables, each once: `${env:USER}`. */
  variables: string[];
}

/**
 * Reads a run file, fills in its variables and opens its attachments. It first asks about everything that it reads
 * outside its workspace folder, and about an output that isn't plain data.
 *
 * @param text of the file, as the person sees it (also unsaved)
 * @returns `undefined` when the person was asked and canceled
 * @throws UserError
 */
export async function prepareRunFile(
  context: App,
  selection: RunSelection,
  text: string,
): Promise<PreparedRunFile | undefined> {
  const { runFile } = selection;
  const others = selection.others.map(diskPath);
  const filled = await fillRunFile(context, { runFile, text }, { button: "Run", others });
  if (!filled) return undefined;
  const { parsed, path, connection, saveTo, variables } = filled;
  try {
    const files = await openAttachments(parsed, path, others);
    if (!(await filled.findsTheSame())) {
      throw new UserError(
        `A file that ${parsed.file} sends was replaced after it was checked, so no run was started. Run ${parsed.file} again.`,
      );
    }
    const notations = [...new Set(variables.map(variableText))];
    return { request: parsed.request, files, mode: parsed.mode, connection, saveTo, variables: notations };
  } catch (error) {
    throw withPosition(error, runFile);
  }
}

/** Why a run file is filled in. */
export interface FillPurpose {
  /** *Run* sends what it reads; *Copy* only takes texts. */
  button: "Run" | "Copy";
  /** Absolute paths of the other selected files. */
  others?: readonly string[];
}

/**
 * Reads a run file and fills in its variables.
 *
 * @returns `undefined` when the person was asked and canceled
 * @throws UserError
 */
export async function fillRunFile(
  context: App,
  { runFile, text }: { runFile: vscode.Uri; text: string },
  purpose: FillPurpose,
): Promise<FilledRunFile | undefined> {
  const file = basename(runFile.path);
  const path = runFilePath(runFile);
  const workspaceFolder = workspaceFolderOf(runFile);
  if (looksLikeExport(text)) {
    const open = context.points.of(runExports).map((each) => {
      return { title: "Open Exported Run", run: async (): Promise<void> => void (await each.open(runFile)) };
    });
    throw new NothingToDo(`${file} contains exported runs and isn't a run file, so no run was started.`, open);
  }
  try {
    const ask = (label: string) => askForPrompt(context.prompts, label, file);
    const gate = gateOf(runFile, text, purpose);
    const { others: selected = [], button } = purpose;
    const parse = (known?: ValueOf) => {
      const { parsed, variables } = parseRunFile(text, file, known);
      const connection = chosenConnection(context, parsed) ?? context.connections.active;
      const requests = [{ parsed, selected, connection: notActive(context, connection) }];
      return { parsed, variables, connection, requests };
    };
    const consentFile = { text, parse, runFilePath: path, environment: process.env, workspaceFolder, gate, ask };
    const allowed = await readWithConsent(consentFile, async ({ connection }) => {
      return connection !== undefined && context.consent.ask({ name: file, button, gates: [gate], connection });
    });
    const connection = allowed?.reading.connection;
    if (!allowed || !connection) return undefined;
    const { reading, valueOf, findsTheSame } = allowed;
    const { parsed, variables } = reading;
    const saveTo = await requestedSavePath(parsed, path, workspaceFolder);
    return { parsed, path, variables, valueOf, connection, saveTo, findsTheSame };
  } catch (error) {
    throw withPosition(error, runFile);
  }
}

/** An unsaved file's permissions must not count for the next one of the same name. */
function gateOf(runFile: vscode.Uri, text: string, { button }: FillPurpose): ReadGate {
  const { scheme } = runFile;
  const source = scheme === "file" ? readSource(button, runFile) : `${button} ${scheme}: ${text}`;
  const saving = button === "Run" ? { workspaceFolder: workspaceFolderOf(runFile) } : undefined;
  return new ReadGate({ source, folders: ownFolders(runFile), onlyTexts: button === "Copy", saving });
}

/** The name of a connection that the explorer doesn't show. */
function notActive({ connections }: App, connection: Connection | undefined): string | undefined {
  return connection?.id === connections.active?.id ? undefined : connection?.name;
}

function chosenConnection({ connections }: App, { file, connection }: ParsedRunFile): Connection | undefined {
  if (!connection) return undefined;
  const { list } = connections;
  const problem = connectionProblem(
    connection.text,
    list.map(({ name }) => name),
  );
  if (problem) throw new RunFileError({ file, ...connection, problem });
  return list.find(({ name }) => name === connection.text);
}

/** Adds a button to an error about a position in the file, which goes there. */
function withPosition(error: unknown, uri: vscode.Uri): unknown {
  if (!(error instanceof RunFileError)) return error;
  const show = async (): Promise<void> => {
    const position = new vscode.Position(error.line - 1, error.column - 1);
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
  };
  const nextSteps: NextStep[] = [{ title: "Open File", run: show }];
  if (error.field === "connection")
    nextSteps.push({ title: "Add Connection…", run: { command: commandIds.addConnection } });
  return new UserError(error.message, nextSteps, { cause: error });
}
