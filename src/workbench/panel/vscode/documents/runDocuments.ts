import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { idInFileName } from "#model/shortId.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import type { ExportFiles } from "#workbench/panel/vscode/exportFiles.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";
import { RunDocument } from "./runDocument.ts";

const scheme = "dynamiq-run";

export type RunPart = "run" | "input" | "output";

/** Runs, their inputs and outputs as read-only documents, which VS Code can fold, search and compare. */
export class RunDocuments implements vscode.TextDocumentContentProvider {
  readonly #sessions: RunsSessions;
  readonly #exportFiles: Pick<ExportFiles, "read">;
  readonly #documents = new Map<string, RunDocument>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(sessions: RunsSessions, exportFiles: Pick<ExportFiles, "read">) {
    this.#sessions = sessions;
    this.#exportFiles = exportFiles;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidOpenTextDocument((opened) => void this.#catchUp(opened).catch(onUnexpectedError)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      { dispose: () => this.#documents.forEach((document) => document.dispose()) },
    );
  }

  /** Follows the runs of a connection anew, whose address or key has changed. A text stays until its run is read. */
  reconnect(connectionId: string): void {
    for (const key of [...this.#documents.keys()]) {
      const uri = vscode.Uri.parse(key);
      const ref = runRefOf(uri);
      if (ref.connectionId !== connectionId || ref.file !== undefined) continue;
      this.#forget(uri);
      this.#changed.fire(uri);
    }
  }

  /** Reads the current version of a run, from an app or a file. */
  async readRun({ connectionId, runId, file }: RunRef): Promise<Run> {
    if (file !== undefined) return (await this.#exportFiles.read(file, runId)).exported.run;
    return (await this.#sessions.get(connectionId).api()).getRun(runId);
  }

  async open(ref: RunRef, part: RunPart, options: { preview?: boolean } = {}): Promise<void> {
    const document = await this.#read(ref, part);
    await vscode.window.showTextDocument(document, { preview: options.preview ?? true });
  }

  /** Reads the run first, so that a failure is thrown here and no empty document opens. */
  async #read(ref: RunRef, part: RunPart): Promise<vscode.TextDocument> {
    const uri = uriOf(ref, part);
    try {
      await this.#document(uri).refresh();
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      if (!vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString())) this.#forget(uri);
      throw error;
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return this.#document(uri).text();
  }

  /** VS Code ignores the change of a document that it is still opening, so the change is reported again. */
  async #catchUp(opened: vscode.TextDocument): Promise<void> {
    if (opened.uri.scheme !== scheme) return;
    const text = await this.#document(opened.uri).text();
    if (text !== opened.getText()) this.#changed.fire(opened.uri);
  }

  #document(uri: vscode.Uri): RunDocument {
    const openDocument = this.#documents.get(uri.toString());
    if (openDocument) return openDocument;
    const ref = runRefOf(uri);
    const part = partOf(uri);
    const document = new RunDocument({
      runId: ref.runId,
      read: () => this.readRun(ref),
      write: (run) => jsonOf(run, ref, part),
      store: ref.file === undefined ? this.#sessions.get(ref.connectionId).store : undefined,
      onChange: () => this.#changed.fire(uri),
    });
    this.#documents.set(uri.toString(), document);
    return document;
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#documents.get(key)?.dispose();
    this.#documents.delete(key);
  }
}

function jsonOf(run: Run, ref: RunRef, part: RunPart): string {
  // The parts of a trace are what the SDK posts, with the headers of tools.
  const clean = isLocalRun(run, ref) ? new Cover().value(run) : run;
  return stringifyJson(withoutBytes(part === "run" ? clean : (clean[part] ?? null)), 2) ?? "";
}

/** Never `….run.json`, which is the name of run files. */
function uriOf({ connectionId, runId, file }: RunRef, part: RunPart): vscode.Uri {
  const query = new URLSearchParams({ connection: connectionId, run: runId, ...(file === undefined ? {} : { file }) });
  return vscode.Uri.from({ scheme, path: `/${part}-${idInFileName(runId)}.json`, query: query.toString() });
}

function runRefOf(uri: vscode.Uri): RunRef {
  const query = new URLSearchParams(uri.query);
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  return { connectionId: text("connection") ?? "", runId: text("run") ?? "", file: text("file") };
}

function partOf({ path }: vscode.Uri): RunPart {
  const parts: readonly RunPart[] = ["run", "input", "output"];
  return parts.find((part) => path.startsWith(`/${part}-`)) ?? "run";
}
