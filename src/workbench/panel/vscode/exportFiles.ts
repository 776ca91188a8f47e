import { createReadStream } from "node:fs";
import * as vscode from "vscode";
import { codeOf, messageOf } from "#base/thrown.ts";
import { ExportedWatch, type LoadExportedRun } from "#runs/exports/exportedWatch.ts";
import {
  type ExportedRun,
  type ExportHead,
  isOfSession,
  notInExport,
  type OtherForm,
  parseExport,
  turnsOfSession,
  ExportFileError,
} from "#runs/exports/exportFile.ts";
import { type FoundRun, streamedRuns, type WantedEvents } from "#runs/exports/exportStream.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import { point } from "#workbench/core/points.ts";

/** In bytes. A longer file is read piece by piece: no text holds 512 MiB. */
const maxWholeBytes = 32 * 1024 * 1024;

/** In bytes: how much of a long file is in memory at once. */
const pieceSize = 1024 * 1024;

/** What else opens like an export. */
export const exportForms = point<OtherForm>("forms of exports");

/** Runs in files. A file is read for each call. */
export class ExportFiles {
  readonly #forms: () => readonly OtherForm[];

  constructor(forms: () => readonly OtherForm[]) {
    this.#forms = forms;
  }

  /**
   * The runs of an export of any length, in the order of the file.
   *
   * @param neededEvents how many of the last events of a run are needed; a small file has them all
   * @throws ExportFileError that names the file
   */
  async *runs(uri: vscode.Uri, neededEvents: WantedEvents): AsyncGenerator<FoundRun> {
    const name = fileName(uri);
    const { size } = await vscode.workspace.fs.stat(uri).then(undefined, (cause: unknown) => fail(name, cause));
    if (size > maxWholeBytes) {
      yield* streamedRuns(piecesOf(uri, name), name, neededEvents);
      return;
    }
    const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, (cause: unknown) => fail(name, cause));
    const { runs, ...head } = parseExport(new TextDecoder().decode(bytes), name, this.#forms());
    for (const exported of runs) yield { ...exported, head, eventCount: exported.events.length };
  }

  /** A watch of one run. @param file the export's URI */
  watch(file: string, runId: string): RunWatch {
    return new ExportedWatch(runId, () => this.read(file, runId));
  }

  /** @param file the export's URI @throws ExportFileError */
  async read(file: string, runId: string): ReturnType<LoadExportedRun> {
    const uri = vscode.Uri.parse(file);
    for await (const { head, ...exported } of this.runs(uri, ({ id }) => (id === runId ? Infinity : 0))) {
      if (exported.run.id === runId) return { head, exported };
    }
    throw notInExport(runId, fileName(uri));
  }

  /** @throws ExportFileError */
  async readSession({ file, ...session }: ExportedSession): Promise<{ head: ExportHead; runs: ExportedRun[] }> {
    const uri = vscode.Uri.parse(file);
    const found: FoundRun[] = [];
    for await (const each of this.runs(uri, (run) => (isOfSession(run, session) ? Infinity : 0))) {
      if (isOfSession(each.run, session)) found.push(each);
    }
    const runs = turnsOfSession(found, fileName(uri));
    return { head: runs[0]!.head, runs };
  }
}

/** A file of a folder of this machine is never in memory as a whole. */
async function* piecesOf(uri: vscode.Uri, name: string): AsyncGenerator<Uint8Array> {
  try {
    if (uri.scheme !== "file") yield await vscode.workspace.fs.readFile(uri);
    else for await (const piece of createReadStream(uri.fsPath, { highWaterMark: pieceSize })) yield piece as Buffer;
  } catch (cause) {
    fail(name, cause);
  }
}

interface ExportedSession {
  /** The export's URI. */
  file: string;
  sessionId: string;
  userId?: string;
}

/** @throws ExportFileError */
function fail(name: string, cause: unknown): never {
  const isGone = ["FileNotFound", "ENOENT"].includes(codeOf(cause) ?? "");
  const problem = isGone
    ? "The file no longer exists. It was moved or deleted."
    : `It can't be read: ${messageOf(cause)}`;
  throw new ExportFileError(name, problem, { cause });
}

function fileName({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
