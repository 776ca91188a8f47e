import * as vscode from "vscode";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { idInFileName } from "../../model/shortId.ts";
import type { PanelMemory } from "../../protocol/messages.ts";
import { runTitle } from "../../runs/labels/runLabel.ts";
import { storedEvents } from "../../runs/live/storedEvents.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import { RunStory } from "../../runs/story/runStory.ts";
import { storyText } from "../panel/story/storyText.ts";
import { loadExportedRun } from "./exportFiles.ts";
import { RunDocument, type RunDocumentOptions } from "./runDocument.ts";

const scheme = "dynamiq-run";

/** A run, by its connection or file. */
export type RunPlace = Pick<PanelMemory, "connectionId" | "runId" | "file">;

export type RunPart = "run" | "input" | "output" | "story";

/** Runs, their inputs, outputs and stories as read-only documents, which VS Code can fold, search and compare. */
export class RunDocuments implements vscode.TextDocumentContentProvider {
  readonly #sessions: RunsSessions;
  readonly #onError: (error: unknown) => void;
  readonly #documents = new Map<string, RunDocument>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(sessions: RunsSessions, onError: (error: unknown) => void) {
    this.#sessions = sessions;
    this.#onError = onError;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      { dispose: () => this.#documents.forEach((document) => document.dispose()) },
    );
  }

  /** Reads the current version of a run, from an app or a file. */
  async readRun({ connectionId, runId, file }: RunPlace): Promise<Run> {
    const source = file === undefined ? this.#live(connectionId, runId, "run") : fromFile(file, runId, "run");
    return source.read();
  }

  async open(place: RunPlace, part: RunPart, options: { preview?: boolean } = {}): Promise<void> {
    const document = await this.#read(place, part);
    await vscode.window.showTextDocument(document, { preview: options.preview ?? true });
  }

  /**
   * Shows parts of two runs side by side, in VS Code's diff editor. @throws the errors of reading a run: then no editor
   * opens
   */
  async compare(left: RunPlace, right: RunPlace, parts: readonly RunPart[], title: string): Promise<void> {
    const pairs = parts.map(async (part) => {
      const [a, b] = await Promise.all([this.#read(left, part), this.#read(right, part)]);
      return [b.uri, a.uri, b.uri];
    });
    await vscode.commands.executeCommand("vscode.changes", title, await Promise.all(pairs));
  }

  /** Reads the run first, so that a failure is thrown here and no empty document opens. */
  async #read(place: RunPlace, part: RunPart): Promise<vscode.TextDocument> {
    const uri = uriOf(place, part);
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

  #document(uri: vscode.Uri): RunDocument {
    const key = uri.toString();
    let document = this.#documents.get(key);
    if (!document) {
      document = this.#make(uri);
      this.#documents.set(key, document);
    }
    return document;
  }

  #make(uri: vscode.Uri): RunDocument {
    const { connectionId, runId, file } = placeOf(uri);
    const part = partOf(uri);
    return new RunDocument({
      runId,
      ...(file === undefined ? this.#live(connectionId, runId, part) : fromFile(file, runId, part)),
      store: file === undefined ? this.#sessions.get(connectionId).store : undefined,
      onChange: () => this.#changed.fire(uri),
      onError: this.#onError,
    });
  }

  #live(connectionId: string, runId: string, part: RunPart): Source {
    const api = () => this.#sessions.get(connectionId).api();
    const titlePath = () => this.#sessions.get(connectionId).store.titlePath;
    return {
      read: async () => (await api()).getRun(runId),
      write: async (run, signal) =>
        part === "story" ? story(run, storedEvents(await api(), runId, 0, signal), titlePath()) : jsonOf(run, part),
    };
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#documents.get(key)?.dispose();
    this.#documents.delete(key);
  }
}

type Source = Pick<RunDocumentOptions, "read" | "write">;

function fromFile(file: string, runId: string, part: RunPart): Source {
  const load = async () => (await loadExportedRun(file, runId)()).exported;
  return {
    read: async () => (await load()).run,
    write: async (run) => (part === "story" ? story(run, [(await load()).events]) : jsonOf(run, part)),
  };
}

function jsonOf(run: Run, part: Exclude<RunPart, "story">): string {
  return stringifyJson(withoutBytes(part === "run" ? run : (run[part] ?? null)), 2) ?? "";
}

type Pages = AsyncIterable<RunEvent[]> | Iterable<RunEvent[]>;

async function story(run: Run, pages: Pages, titlePath?: JsonPath): Promise<string> {
  const runStory = new RunStory();
  for await (const events of pages) runStory.apply(events.map(withoutBytes));
  return storyText(runTitle(run, titlePath), runStory.steps);
}

/** Never `….run.json`, which is the name of run files. */
function uriOf({ connectionId, runId, file }: RunPlace, part: RunPart): vscode.Uri {
  const query = new URLSearchParams({ connection: connectionId, run: runId, ...(file === undefined ? {} : { file }) });
  return vscode.Uri.from({
    scheme,
    path: `/${part}-${idInFileName(runId)}.${part === "story" ? "md" : "json"}`,
    query: query.toString(),
  });
}

function placeOf(uri: vscode.Uri): RunPlace {
  const query = new URLSearchParams(uri.query);
  const file = query.get("file");
  const place = { connectionId: query.get("connection") ?? "", runId: query.get("run") ?? "" };
  return file === null ? place : { ...place, file };
}

function partOf({ path }: vscode.Uri): RunPart {
  const parts: readonly RunPart[] = ["run", "input", "output", "story"];
  return parts.find((part) => path.startsWith(`/${part}-`)) ?? "run";
}
