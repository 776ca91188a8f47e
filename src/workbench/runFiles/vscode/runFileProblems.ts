import { basename } from "node:path";
import * as vscode from "vscode";
import { runFilePath, workspaceFolderOf } from "#host/runFilePaths.ts";
import { attachmentProblems, lookedUpPaths } from "#runFiles/attachments/attachments.ts";
import { connectionProblem } from "#runFiles/connectionProblem.ts";
import { realSavePath, savePath } from "#runFiles/outputs/savePath.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { changedToOneOf } from "#runFiles/problemFix.ts";
import type { RunFileProblem } from "#runFiles/runFileError.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import type { CheckedFile, CheckedFiles } from "./fileProblems.ts";
import { isRunFile } from "./runFileSelector.ts";

/** Why an open run file can't be sent. */
export function runFileProblems(connections: Pick<ConnectionStore, "list">): CheckedFiles {
  return { includes: isRunFile, check: (document) => check(document, connections) };
}

function check(document: vscode.TextDocument, { list }: Pick<ConnectionStore, "list">): CheckedFile {
  const path = runFilePath(document.uri);
  const { problems, hints, parsed } = readRunFile(document.getText(), basename(document.uri.path));
  const find = async (): Promise<RunFileProblem[]> => [
    ...problems,
    ...hints.map((hint) => ({ ...hint, isHint: true })),
    ...unknownConnection(
      parsed,
      list.map(({ name }) => name),
    ),
    ...(await badSavePath(parsed, path, workspaceFolderOf(document.uri))),
    ...(await missingAttachments(parsed, path)),
  ];
  return { attachments: attachmentsOf(parsed, path), problems: find() };
}

/** An untrusted file must not make this machine look up places that it names. */
export async function missingAttachments(parsed: ParsedRunFile, path: string): Promise<RunFileProblem[]> {
  return vscode.workspace.isTrusted ? attachmentProblems(parsed, path) : [];
}

/** Absolute paths; none in an untrusted workspace. */
export function attachmentsOf(parsed: ParsedRunFile, path: string): string[] {
  return vscode.workspace.isTrusted ? lookedUpPaths(parsed, path) : [];
}

function unknownConnection({ connection }: ParsedRunFile, names: readonly string[]): RunFileProblem[] {
  const problem = connection && connectionProblem(connection.text, names);
  return problem ? [{ ...connection, problem, fixes: changedToOneOf(connection.text, names) }] : [];
}

async function badSavePath(
  { saveTo }: ParsedRunFile,
  path: string,
  workspaceFolder: string | undefined,
): Promise<RunFileProblem[]> {
  if (!saveTo) return [];
  const find = vscode.workspace.isTrusted ? realSavePath : savePath;
  const found = await find(saveTo.text, path, workspaceFolder);
  return "problem" in found ? [{ ...saveTo, problem: found.problem }] : [];
}
