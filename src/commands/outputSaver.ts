import { basename } from "node:path";
import * as vscode from "vscode";
import { isApiError } from "../api/errors.ts";
import type { Run } from "../api/schemas.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import { commandIds } from "../host/ids.ts";
import { showNews } from "../host/showError.ts";
import { UserError } from "../host/userError.ts";
import { type WrittenOutputs, writeOutput } from "../requests/savedOutputs.ts";
import type { RunsSessions } from "../runs/session.ts";
import { statusWord } from "../runs/status.ts";

const pendingKey = "dynamiqRuns.pendingOutputs";
const writtenKey = "dynamiqRuns.writtenOutputs";
const mostWritten = 500;

/** A run whose output is to be written when it ends. */
export interface PendingOutput {
  connectionId: string;
  runId: string;
  /** Absolute. */
  path: string;
  /** What the person knows the run by. */
  name: string;
}

export interface OutputSaverOptions {
  /** Remembers over a reload what is still to be written. */
  window: vscode.Memento;
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** Shows what went wrong. */
  onError: (error: unknown) => void;
  /** Notes what went wrong with what nobody has just asked for. */
  onQuietError: (error: unknown) => void;
}

/** Writes the outputs that request files want to have saved, each once its run has ended, also after a reload of the window. */
export class OutputSaver {
  readonly #options: OutputSaverOptions;

  constructor(options: OutputSaverOptions) {
    this.#options = options;
  }

  /** Goes on with what another life of this window has left. In a workspace that is not trusted nothing is written. */
  resume(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const pending of this.#pending()) this.#save(pending).catch(this.#options.onQuietError);
  }

  async saveAtEnd(pending: PendingOutput): Promise<void> {
    await this.#options.window.update(pendingKey, [...this.#pending(), pending]);
    this.#save(pending).catch(this.#options.onError);
  }

  async #save(pending: PendingOutput): Promise<void> {
    const { connections, sessions } = this.#options;
    if (!connections.get(pending.connectionId)) return this.#forget(pending);
    let run: Run;
    try {
      run = await sessions.get(pending.connectionId).watcher.follow(pending.runId);
    } catch (error) {
      // The window closes, or the connection got another address: whoever comes next goes on.
      if (isApiError(error) && error.kind === "aborted") return;
      if (isApiError(error) && error.kind === "not-found") await this.#forget(pending);
      throw new UserError(`The output of ${pending.name} could not be saved: ${error instanceof Error ? error.message : String(error)}`, [], {
        cause: error,
      });
    }
    await this.#forget(pending);
    await this.#write(pending, run);
  }

  async #write({ connectionId, runId, path, name }: PendingOutput, { status, output }: Run): Promise<void> {
    if (output === undefined || output === null) {
      const what = status === "completed" ? `${name} has no output` : `${name}: ${statusWord(status)}`;
      vscode.window.setStatusBarMessage(`${what}. Nothing was saved to ${basename(path)}.`, 8000);
      return;
    }
    try {
      const place = await writeOutput(path, output, this.#written());
      this.#tell(name, path, place);
    } catch (error) {
      const saveAs = { title: "Save Output As…", run: { command: commandIds.saveOutput, args: [{ connectionId, runId }] } };
      throw new UserError(`The output of ${name} was not saved to ${basename(path)}: ${error instanceof Error ? error.message : String(error)}`, [saveAs], { cause: error });
    }
  }

  #tell(name: string, wanted: string, place: string): void {
    if (place === wanted) {
      vscode.window.setStatusBarMessage(`$(save) Saved the output of ${name} to ${basename(place)}`, 8000);
      return;
    }
    const open = { title: "Open", run: () => vscode.window.showTextDocument(vscode.Uri.file(place)) };
    const message = `${basename(wanted)} holds something else than was saved there. The output of ${name} is in ${basename(place)}.`;
    showNews(message, [open], this.#options.onError);
  }

  #pending(): PendingOutput[] {
    const stored: unknown = this.#options.window.get(pendingKey);
    return Array.isArray(stored) ? stored.filter(isPending) : [];
  }

  async #forget({ connectionId, runId, path }: PendingOutput): Promise<void> {
    const isOther = (each: PendingOutput): boolean =>
      each.connectionId !== connectionId || each.runId !== runId || each.path !== path;
    const left = this.#pending().filter(isOther);
    await this.#options.window.update(pendingKey, left.length > 0 ? left : undefined);
  }

  #written(): WrittenOutputs {
    const { window } = this.#options;
    const digests = (): [string, string][] => {
      const stored: unknown = window.get(writtenKey);
      return Array.isArray(stored) ? stored.filter(isDigest) : [];
    };
    return {
      digestOf: (path) => digests().find(([each]) => each === path)?.[1],
      remember: async (path, digest) => {
        const others = digests().filter(([each]) => each !== path);
        await window.update(writtenKey, [...others, [path, digest]].slice(-mostWritten));
      },
    };
  }
}

function isDigest(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string");
}

function isPending(value: unknown): value is PendingOutput {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId, path, name } = value as Partial<Record<keyof PendingOutput, unknown>>;
  return [connectionId, runId, path, name].every((each) => typeof each === "string");
}
