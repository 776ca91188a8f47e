import type * as vscode from "vscode";
import * as z from "zod";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { readAs } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type Collector, startCollector } from "#features/localRuns/core/collector.ts";
import type { LocalRuns } from "#features/localRuns/core/localRuns.ts";
import type { LossKind } from "#features/localRuns/core/lostPosts.ts";
import { localTracingKey } from "#features/localRuns/core/tracedBefore.ts";
import { addressVariable, keyVariable } from "#features/localRuns/core/tracingCode.ts";
import { showsLocalRuns, tracesLocalRuns } from "#host/contextKeys.ts";
import type { Log } from "#host/log.ts";
import { setContextKey } from "#host/setContextKey.ts";
import { workspaceId } from "#host/workspaceId.ts";
import { countOf } from "#model/counts.ts";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { slotOf } from "#storage/entityFile.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

export interface LocalTracingOptions {
  runs: LocalRuns;
  connections: ConnectionStore;
  /** The workspace's state. */
  window: vscode.Memento;
  /** What terminals, tasks and debug sessions get. */
  variables: vscode.EnvironmentVariableCollection;
  log: Log;
}

const rememberedSchema = z.object({ isOn: z.boolean(), port: z.number().optional() });
type Remembered = z.infer<typeof rememberedSchema>;

/** The address and the key of a collector that is listening. */
export interface TracingAddress {
  url: string;
  key: string;
}

const description =
  "If a program passes these variables to the SDK's tracing handler, its runs appear in the Runs view of this window.";

/** Reasons for refusals are logged once, and then every so many times: a web page may try again and again. */
const refusalsPerLine = 100;

/**
 * The tracing of local runs in this window: off until a person asks for it, then on until they stop it, also after a
 * reload. Its port and key stay the same for a workspace, so that a terminal that outlives the window still reaches it.
 */
export class LocalTracing implements Disposable {
  readonly runs: LocalRuns;
  readonly connection: Connection;
  readonly #options: LocalTracingOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** Fires when tracing was started or stopped. */
  readonly onDidChange = this.#changed.event;
  readonly #refusals = new Map<string, number>();
  #collector: Collector | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LocalTracingOptions) {
    this.#options = options;
    this.runs = options.runs;
    const id = localConnectionId(slotOf(workspaceId()).slice(0, 16));
    this.connection = { id, name: "Local Runs", baseUrl: "http://localhost", local: true };
    options.variables.persistent = false;
    options.variables.description = description;
    if (this.#remembered) options.connections.showLocal(this.connection, this.#remembered.port);
    this.#owned.add(options.connections.onDidChange(() => this.#tell()));
    this.#owned.add(
      this.runs.onDidReceive(({ problems, size }) => {
        const what = `Local runs: a trace of ${countOf(size, "byte")}`;
        for (const problem of problems) options.log.info(`${what}: ${problem}.`);
      }),
    );
    this.#owned.add(
      this.runs.lost.onDidChange((loss) => {
        if (loss?.kind === "unsaved") options.log.info(`Local runs: a trace wasn't saved. ${loss.reason}`);
        if (!loss) for (const file of this.runs.lost.unseen.files) options.log.info(`Local runs: ${file}.`);
      }),
    );
    this.#tell();
  }

  get isOn(): boolean {
    return this.#collector !== undefined;
  }

  /** The address that programs post to; `undefined` while tracing is off. */
  get address(): TracingAddress | undefined {
    return this.#collector && { url: this.#collector.url, key: this.#collector.key };
  }

  /** Continues what an earlier window of this workspace did. */
  resume(): void {
    if (this.#remembered?.isOn) this.start().catch(onUnexpectedError);
  }

  /** Listens, tells terminals where, and shows the connection. */
  start(): Promise<TracingAddress> {
    return this.#inTurn(async () => {
      const collector = (this.#collector ??= await this.#listen());
      await this.#remember({ isOn: true, port: collector.port });
      this.#options.connections.showLocal(this.connection, collector.port);
      this.#changed.fire();
      return { url: collector.url, key: collector.key };
    });
  }

  /** Ends at once. What was received stays. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const collector = this.#collector;
      this.#collector = undefined;
      this.#options.variables.clear();
      this.#tell();
      await collector?.close();
      await this.#remember({ isOn: false, port: this.#remembered?.port });
      this.#options.log.info("Local runs are no longer traced.");
      this.#changed.fire();
    });
  }

  /** Deletes all local runs of this workspace. Without tracing, the connection goes, too. @throws StorageError */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.runs.clear();
        if (!this.isOn) await this.#remember(undefined);
      } finally {
        // What was indexed of them goes also if a file stays, and then the connection stays with it.
        this.#options.connections.resetLocal(this.#remembered !== undefined);
      }
    });
  }

  dispose(): void {
    this.#collector?.close().catch(onUnexpectedError);
    this.#collector = undefined;
    this.#owned.dispose();
  }

  async #listen(): Promise<Collector> {
    const { connections, variables, log } = this.#options;
    const collector = await startCollector({
      keyForPort: await connections.localKeys(this.connection),
      port: this.#remembered?.port,
      onBody: (body) => this.runs.receive(body),
      onRefused: (reason, loss) => this.#noteRefusal(reason, loss),
    });
    variables.replace(addressVariable, collector.url);
    variables.replace(keyVariable, collector.key);
    log.info(`Local runs are traced on port ${collector.port}.`);
    return collector;
  }

  #noteRefusal(reason: string, loss: LossKind | undefined): void {
    const before = this.#refusals.get(reason) ?? 0;
    this.#refusals.set(reason, before + 1);
    if (before % refusalsPerLine === 0) this.#options.log.info(`Local runs: a request failed. ${reason}`);
    if (loss !== undefined) this.runs.lost.add(loss, reason);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const acting = this.#turn.then(act);
    this.#turn = acting.catch(() => undefined);
    return acting.finally(() => this.#tell());
  }

  get #remembered(): Remembered | undefined {
    return readAs(rememberedSchema, this.#options.window.get(localTracingKey));
  }

  async #remember(state: Remembered | undefined): Promise<void> {
    await this.#options.window.update(localTracingKey, state);
  }

  #tell(): void {
    const isShown = this.#options.connections.active?.id === this.connection.id;
    void setContextKey(showsLocalRuns, isShown);
    void setContextKey(tracesLocalRuns, this.isOn);
  }
}
