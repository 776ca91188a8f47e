import type * as vscode from "vscode";
import * as z from "zod";
import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import { readListOf } from "#base/stored.ts";
import { pendingOutputsKey } from "#host/ids.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

const pendingSchema = z.object({
  connectionId: z.string(),
  runId: z.string(),
  /** Absolute. */
  path: z.string(),
  /** The name that the person knows the run by. */
  name: z.string(),
  /** The address of the app that created the run. */
  origin: z.string().optional(),
});

/** A run whose output is written when it ends. */
export type PendingOutput = z.infer<typeof pendingSchema>;

export interface PendingOutputsOptions {
  /** Stores the outputs that still have to be written, so that they survive a reload. */
  window: Pick<vscode.Memento, "get" | "update">;
  connections: Pick<ConnectionStore, "get" | "wasRemoved" | "onDidChange">;
  sessions: Pick<RunsSessions, "get">;
  onEnded: (pending: PendingOutput, run: Run) => Promise<void>;
  /**
   * Called when a run can't be followed. It is tried again when its connection changes or after a reload, unless the
   * run is gone.
   *
   * @param wasAsked whether the person asked for the output in this window
   */
  onError: (pending: PendingOutput, error: unknown, wasAsked: boolean) => void;
}

/**
 * Follows the runs whose outputs are to be written, until they are. The runs belong to a connection, even if its key or
 * address changes. After such a change its runs are followed anew.
 */
export class PendingOutputs implements Disposable {
  readonly #options: PendingOutputsOptions;
  readonly #subscription: Disposable;
  /** The runs whose outputs the person asked for in this window. */
  readonly #asked = new Set<string>();
  /** The keys of outputs whose run has ended: they are being written, or were. */
  readonly #ended = new Set<string>();

  constructor(options: PendingOutputsOptions) {
    this.#options = options;
    this.#subscription = options.connections.onDidChange(({ client }) => client !== undefined && this.resume(client));
  }

  /** Continues the outputs that an earlier window left. @param connectionId all connections by default */
  resume(connectionId?: string): void {
    for (const pending of this.#list()) {
      if (connectionId === undefined || pending.connectionId === connectionId) this.#start(pending);
    }
  }

  async saveAtEnd(pending: PendingOutput): Promise<void> {
    const { window, connections } = this.#options;
    this.#asked.add(pending.runId);
    const whole = { ...pending, origin: connections.get(pending.connectionId)?.baseUrl };
    await window.update(pendingOutputsKey, [...this.#list(), whole]);
    this.#start(whole);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #start(pending: PendingOutput): void {
    const wasAsked = this.#asked.has(pending.runId);
    this.#follow(pending).catch((error: unknown) => this.#options.onError(pending, error, wasAsked));
  }

  async #follow(pending: PendingOutput): Promise<void> {
    const { connections, sessions, onEnded } = this.#options;
    const { connectionId, runId, origin } = pending;
    const connection = connections.get(connectionId);
    if (!connection) {
      // A connection that can't be read now may be readable the next time.
      if (connections.wasRemoved(connectionId)) await this.#forget(pending);
      return;
    }
    let run: Run;
    try {
      run = await sessions.get(connectionId).watcher.follow(runId);
    } catch (error) {
      // The window closes, or the connection has changed and the run is followed anew.
      if (isApiError(error) && error.kind === "aborted") return;
      const isGone = isApiError(error) && error.kind === "not-found";
      // If the address now leads to another app, the run still exists in the first one, and the address may come back.
      if (isGone && (connection.sample || origin === undefined || origin === connection.baseUrl))
        await this.#forget(pending);
      throw error;
    }
    const key = outputKey(pending);
    if (this.#ended.has(key)) return;
    this.#ended.add(key);
    try {
      await onEnded(pending, run);
    } finally {
      // Removed only now: if the window closes before, the next one writes the output again and finds it already
      // written.
      await this.#forget(pending);
    }
  }

  #list(): PendingOutput[] {
    return readListOf(pendingSchema, this.#options.window.get(pendingOutputsKey));
  }

  async #forget(pending: PendingOutput): Promise<void> {
    const left = this.#list().filter((each) => outputKey(each) !== outputKey(pending));
    await this.#options.window.update(pendingOutputsKey, left.length > 0 ? left : undefined);
  }
}

function outputKey({ connectionId, runId, path }: PendingOutput): string {
  return JSON.stringify([connectionId, runId, path]);
}
