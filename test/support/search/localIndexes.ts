import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunsApi } from "#api/contract.ts";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { type IndexedConnection, LocalIndex } from "#features/search/core/localIndex.ts";
import { workerScript } from "./indexes.ts";

/** The local indexes of some windows, which share a folder, and what a person can change. */
export class LocalIndexes {
  readonly folder = mkdtempSync(join(tmpdir(), "dynamiq-local-index-"));
  readonly errors: unknown[] = [];
  readonly connections = new Map<string, IndexedConnection>([["app", { baseUrl: "http://one", secrets: none }]]);
  isOn = true;
  bytes = 1e9;
  readonly #windows: LocalIndex[] = [];
  readonly #api: () => Promise<RunsApi>;

  /** @param api the app of all connections */
  constructor(api: () => Promise<RunsApi> = () => Promise.reject(new Error("There is no app."))) {
    this.#api = api;
    reportUnexpectedErrors((error) => this.errors.push(error));
  }

  /** @param script another file than the thread's */
  window(script: string | URL = workerScript()): LocalIndex {
    const window = new LocalIndex({
      folder: this.folder,
      script,
      maxBytes: () => this.bytes,
      isOn: () => this.isOn,
      connection: (id) => this.connections.get(id),
      api: this.#api,
    });
    this.#windows.push(window);
    return window;
  }

  dispose(): void {
    for (const window of this.#windows) window.dispose();
    reportUnexpectedErrors();
    // The thread of a window may still be about to open or close its files.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function none(): Promise<string[]> {
  return Promise.resolve([]);
}
