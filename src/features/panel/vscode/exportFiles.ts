import * as vscode from "vscode";
import { ExportedWatch, type LoadExportedRun } from "../../../runs/exports/exportedWatch.ts";
import {
  type ExportedRun,
  type ExportFile,
  type ExportHead,
  parseExport,
  runInExport,
  runsOfSession,
  ExportFileError,
} from "../../../runs/exports/exportFile.ts";
import type { RunWatch } from "../../../runs/live/watchTypes.ts";

/** In bytes: the longest text that JavaScript can hold. */
const mostBytes = 2 ** 29 - 25;

/** @throws ExportFileError that names the file */
export async function readExport(uri: vscode.Uri): Promise<ExportFile> {
  const name = fileName(uri);
  const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, (cause: unknown) => {
    throw new ExportFileError(name, unreadable(cause), { cause });
  });
  if (bytes.length > mostBytes) throw new ExportFileError(name, "The export would be over 512 MiB. Select fewer runs.");
  return parseExport(new TextDecoder().decode(bytes), name);
}

/** A watch of one run in a file. The file is read for it. */
export function exportedRun(file: string, runId: string): RunWatch {
  return new ExportedWatch(runId, loadExportedRun(file, runId));
}

/** Reads one run from an export by the export's URI. */
export function loadExportedRun(file: string, runId: string): LoadExportedRun {
  return async () => {
    const uri = vscode.Uri.parse(file);
    const { app, exportedAt, ...rest } = await readExport(uri);
    const exported = runInExport({ app, exportedAt, ...rest }, runId, fileName(uri));
    return { head: { app, exportedAt }, exported };
  };
}

/** Reads a conversation from an export. @throws ExportFileError */
export async function readExportedSession({
  file,
  ...session
}: ExportedSession): Promise<{ head: ExportHead; runs: ExportedRun[] }> {
  const uri = vscode.Uri.parse(file);
  const exported = await readExport(uri);
  return { head: exported, runs: runsOfSession(exported, session, fileName(uri)) };
}

interface ExportedSession {
  /** The export's URI. */
  file: string;
  sessionId: string;
  userId?: string;
}

function unreadable(cause: unknown): string {
  const { code, message } = cause instanceof vscode.FileSystemError ? cause : { code: "", message: String(cause) };
  return code === "FileNotFound"
    ? "The file no longer exists. It was moved or deleted."
    : `It can't be read: ${message}`;
}

function fileName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
