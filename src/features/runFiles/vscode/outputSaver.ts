import { basename } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import type { Run } from "../../../api/schemas.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { readListOf } from "../../../base/stored.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { showError } from "../../../host/errors/showError.ts";
import { showNews } from "../../../host/errors/showError.ts";
import { UserError } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { statusWord } from "../../../model/status.ts";
import { type WrittenOutputs, writeOutput } from "../../../runFiles/outputs/savedOutputs.ts";
import type { RunsSessions } from "../../../runs/store/runsSession.ts";
import { type PendingOutput, PendingOutputs } from "./pendingOutputs.ts";

const writtenKey = "dynamiqRuns.writtenOutputs";
const mostWritten = 500;

/** A path and the digest of what was written there. */
const digestSchema = z.tuple([z.string(), z.string()]);

export interface OutputSaverOptions {
  /** Stores the outputs that still have to be written, so that they survive a reload. */
  window: vscode.Memento;
  connections: ConnectionStore;
  sessions: RunsSessions;
}

/** Writes the outputs that run files ask for, each when its run has ended, also after a reload of the window. */
export class OutputSaver implements Disposable {
  readonly #options: OutputSaverOptions;
  readonly #pending: PendingOutputs;
  /** The outputs that the person asked for in this window. Their errors are shown. */
  readonly #asked = new Set<string>();

  constructor(options: OutputSaverOptions) {
    this.#options = options;
    const { window, connections, sessions } = options;
    this.#pending = new PendingOutputs({
      window,
      connections,
      sessions,
      onEnded: (pending, run) => this.#write(pending, run).catch(showError),
      onError: (pending, error) => this.#tellUnread(pending, error),
    });
  }

  /** Continues the outputs that the window left before a reload. */
  resume(): void {
    this.#pending.resume();
  }

  async saveAtEnd(pending: PendingOutput): Promise<void> {
    this.#asked.add(pending.runId);
    await this.#pending.add(pending);
  }

  dispose(): void {
    this.#pending.dispose();
  }

  #tellUnread({ runId, name }: PendingOutput, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const failure = new UserError(`The output of ${name} couldn't be saved: ${reason}`, [], { cause: error });
    // The person hasn't just asked for the output of an earlier window.
    (this.#asked.has(runId) ? showError : onUnexpectedError)(failure);
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
      const saveAs = {
        title: "Save Run Output As…",
        run: { command: commandIds.saveOutput, args: [{ connectionId, runId }] },
      };
      throw new UserError(
        `The output of ${name} couldn't be saved to ${basename(path)}: ${error instanceof Error ? error.message : String(error)}`,
        [saveAs],
        { cause: error },
      );
    }
  }

  #tell(name: string, wanted: string, place: string): void {
    if (place === wanted) {
      vscode.window.setStatusBarMessage(`$(save) Saved the output of ${name} to ${basename(place)}`, 8000);
      return;
    }
    const open = { title: "Open", run: () => vscode.window.showTextDocument(vscode.Uri.file(place)) };
    const message = `${basename(wanted)} was changed by another program. The output of ${name} is in ${basename(place)}.`;
    showNews(message, [open], showError);
  }

  #written(): WrittenOutputs {
    const { window } = this.#options;
    const digests = (): [string, string][] => readListOf(digestSchema, window.get(writtenKey));
    return {
      digestOf: (path) => digests().find(([each]) => each === path)?.[1],
      remember: async (path, digest) => {
        const others = digests().filter(([each]) => each !== path);
        await window.update(writtenKey, [...others, [path, digest]].slice(-mostWritten));
      },
    };
  }
}
