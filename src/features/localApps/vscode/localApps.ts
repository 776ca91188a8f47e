import { join, posix } from "node:path";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { AppElsewhere } from "#features/localApps/core/appElsewhere.ts";
import { readEnvFile } from "#features/localApps/core/envFile.ts";
import {
  type LocalAppServer,
  type LocalAppState,
  type RunningLocalApp,
  serveLocalApp,
} from "#features/localApps/core/localAppServer.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import type { Connection, ServedTarget } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { type KeyStorage, saveAnyhow } from "#workbench/core/connections/keyVault.ts";
import { Agreements } from "./agreements.ts";
import { interpreterFor } from "./interpreter.ts";
import { RunFolders } from "./runFolders.ts";
import { servedTarget, type WorkspaceTarget } from "./workspaceTarget.ts";

/** A local app that this window uses. */
export interface ServedHere {
  app: RunningLocalApp;
  /** Ends it. Absent for one of another window. */
  server?: LocalAppServer;
  connectionId: string;
  target: ServedTarget;
  interpreter: string;
  log: vscode.OutputChannel;
  isDebugged: boolean;
}

export interface LocalAppsOptions {
  connections: ConnectionStore;
  /** The workspace's state, which knows for what the person has agreed to. */
  window: vscode.Memento;
  /** The folder in which runs are kept. */
  storage: string;
  /** `dynamiq_worker.py`. */
  workerFile: string;
}

/** How a debugger starts a worker. */
export interface Debugging {
  command: () => readonly [string, ...string[]];
}

/** What follows on serving. */
export interface ServePurpose {
  debugging?: Debugging;
  /** The button that agrees to it, the first time. */
  button?: string;
}

/** How an app is started. */
interface StartOptions {
  interpreter: string;
  /** The connection that the target had before. */
  known?: Connection;
  debugging?: Debugging;
  isLazy?: boolean;
}

/**
 * The workflows of this workspace that are served, each with a connection that is marked by its target. A server ends with
 * its window; its runs, port and key stay for the next one.
 */
export class LocalApps implements Disposable {
  readonly #options: LocalAppsOptions;
  readonly #agreements: Agreements;
  readonly #folders: RunFolders;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** Fires when one was started or stopped, or has loaded its code again. */
  readonly onDidChange = this.#changed.event;
  readonly #served = new Map<string, ServedHere>();
  /** What is done with a target goes on alone: a second click waits for the first. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: LocalAppsOptions) {
    this.#options = options;
    this.#agreements = new Agreements(options.window);
    this.#folders = new RunFolders(options.storage, options.window);
    this.#owned.add(
      options.connections.onDidChange(({ client }) => {
        if (client !== undefined && !options.connections.get(client))
          this.#clearRemoved().catch((error: unknown) => showError(error));
      }),
    );
  }

  /** `dynamiq_worker.py`. */
  get workerFile(): string {
    return this.#options.workerFile;
  }

  get all(): readonly ServedHere[] {
    return [...this.#served.values()];
  }

  of(target: ServedTarget): ServedHere | undefined {
    return this.#served.get(targetKey(target));
  }

  ofConnection(id: string): ServedHere | undefined {
    return this.all.find(({ connectionId }) => connectionId === id);
  }

  stateOf(target: ServedTarget): LocalAppState | undefined {
    return this.of(target)?.app.state;
  }

  /**
   * Serves a workflow, and makes its connection the active one. The first time it asks.
   *
   * @returns `undefined` when the person doesn't want it. @throws NothingToDo in an untrusted workspace
   */
  async serve(wanted: WorkspaceTarget, purpose: ServePurpose = {}): Promise<Connection | undefined> {
    requireTrust("no code is run");
    await this.#clearRemoved();
    return this.#inTurn(servedTarget(wanted), () => this.#serve(wanted, purpose));
  }

  /**
   * Serves a workflow unless that is done, also if by the debugger, and waits until its code is loaded, or can't be.
   *
   * @param button that agrees to it, the first time
   * @returns `undefined` when the person doesn't want it, or stops it meanwhile
   */
  async loaded(wanted: WorkspaceTarget, button: string): Promise<ServedHere | undefined> {
    const running = this.of(servedTarget(wanted));
    if (running && running.app.state.state !== "unloaded") {
      await running.app.load();
      await this.#activate(running.connectionId);
    } else if (!(await this.serve(wanted, { button }))) return undefined;
    const served = this.of(servedTarget(wanted));
    return served && this.#settled(served);
  }

  /**
   * Starts a server for each local app of this workspace that the person has agreed to, so that its runs can be read. No
   * code is run before the next run, or before it is served again.
   */
  async resume(open: readonly vscode.WorkspaceFolder[] = vscode.workspace.workspaceFolders ?? []): Promise<void> {
    await this.#clearRemoved();
    const folders = new Set(open.map(({ uri }) => uri.fsPath));
    const ours = this.#options.connections.list.filter(({ served }) => served && folders.has(served.folder));
    await Promise.all(ours.map((known) => this.#resume(known)));
  }

  /** Ends the processes of an app. Its connection and its runs stay. @throws NothingToDo for one of another window */
  async stop(target: ServedTarget): Promise<void> {
    const served = this.of(target);
    if (served && !served.server) throw new NothingToDo(`Another window serves ${target.target}. Stop it there.`);
    await this.#end(target);
  }

  dispose(): void {
    for (const { app, log } of this.all) {
      app.dispose();
      log.dispose();
    }
    this.#owned.dispose();
  }

  /** @returns `undefined` when it was stopped before its code was loaded */
  #settled(served: ServedHere): Promise<ServedHere | undefined> {
    return new Promise((resolve) => {
      const look = (): boolean => {
        const isHere = this.of(served.target) === served;
        if (isHere && served.app.state.state === "loading") return false;
        resolve(isHere ? served : undefined);
        return true;
      };
      if (look()) return;
      const changes = this.#changed.event(() => look() && changes.dispose());
    });
  }

  async #inTurn<T>(target: ServedTarget, act: () => Promise<T>): Promise<T> {
    const key = targetKey(target);
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(act, act);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  async #end(target: ServedTarget): Promise<void> {
    const served = this.of(target);
    if (!served) return;
    this.#served.delete(targetKey(target));
    this.#changed.fire();
    await served.server?.close();
    served.app.dispose();
    served.log.dispose();
  }

  /** Ends the apps whose connection was removed, here or in another window, and deletes their runs. */
  async #clearRemoved(): Promise<void> {
    const { connections } = this.#options;
    const removed = this.all.filter(({ connectionId }) => connections.wasRemoved(connectionId));
    await Promise.all(removed.map(({ target }) => this.#end(target)));
    await this.#folders.removeOf((id) => connections.wasRemoved(id));
  }

  async #serve(wanted: WorkspaceTarget, purpose: ServePurpose): Promise<Connection | undefined> {
    const { debugging, button = "Serve" } = purpose;
    const target = servedTarget(wanted);
    const interpreter = await interpreterFor(wanted.folder);
    if (!(await this.#agreements.ask(target, interpreter, button))) return undefined;
    const isDebugged = debugging !== undefined;
    const running = this.of(target);
    const isSame = running?.isDebugged === isDebugged && running.interpreter === interpreter;
    if (running && (isSame || !running.server)) {
      if (isDebugged && !running.server)
        throw new NothingToDo(`Another window serves ${target.target}. Stop it there, and debug it here.`);
      await running.app.load();
      return this.#activate(running.connectionId);
    }
    if (running) await this.#end(target);
    const served = await this.#start(target, { interpreter, known: this.#connectionOf(target), debugging });
    return this.#activate(served.connectionId);
  }

  async #resume(known: Connection): Promise<void> {
    const target = known.served;
    const interpreter = target && this.#agreements.interpreterOf(target);
    if (!target || interpreter === undefined) return;
    const start = { interpreter, known, isLazy: true };
    await this.#inTurn(target, async () => this.of(target) ?? (await this.#start(target, start)));
  }

  #connectionOf(target: ServedTarget): Connection | undefined {
    return this.#options.connections.list.find(({ served }) => served && targetKey(served) === targetKey(target));
  }

  /** Starts a server, unless another window serves the target: then that one is used. */
  async #start(target: ServedTarget, start: StartOptions): Promise<ServedHere> {
    const { interpreter, known, debugging, isLazy } = start;
    const accessKey = known && (await this.#options.connections.readKey(known).catch(() => undefined));
    const address = known && accessKey !== undefined ? { url: known.baseUrl, accessKey } : undefined;
    const elsewhere = address && (await AppElsewhere.find(address, target.target));
    const log = vscode.window.createOutputChannel(`Local App: ${nameOf(target)}`);
    const common = { target, interpreter, log, isDebugged: debugging !== undefined };
    if (known && elsewhere) {
      if (debugging) {
        elsewhere.dispose();
        log.dispose();
        throw new NothingToDo(`Another window serves ${target.target}. Stop it there, and debug it here.`);
      }
      log.appendLine("Another window serves this app. The log is in that window.");
      if (!isLazy) await elsewhere.load();
      elsewhere.onDidEnd(() => void this.#end(target).catch(onUnexpectedError));
      return this.#keep({ ...common, app: elsewhere, connectionId: known.id });
    }
    const server = await this.#startServer(target, start, { accessKey, log }).catch((error: unknown) => {
      log.dispose();
      throw error;
    });
    const connectionId = await this.#connect({ target, server }, { known, accessKey });
    return this.#keep({ ...common, app: server, server, connectionId });
  }

  async #startServer(
    target: ServedTarget,
    { interpreter, known, debugging, isLazy }: StartOptions,
    { accessKey, log }: { accessKey: string | undefined; log: vscode.OutputChannel },
  ): Promise<LocalAppServer> {
    const variables = await readEnvFile(join(target.folder, ".env"));
    const serve = (port: number): Promise<LocalAppServer> =>
      serveLocalApp({
        target: target.target,
        python: interpreter,
        workerFile: this.#options.workerFile,
        cwd: target.folder,
        env: { ...process.env, ...variables },
        folder: this.#folders.of(target),
        port,
        accessKey,
        isLazy,
        debugged: debugging,
        onLog: (line) => log.appendLine(line),
        onProblem: showError,
      });
    // The address stays if it can: links and terminals know it.
    const port = known ? Number(new URL(known.baseUrl).port) : 0;
    return serve(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port !== 0) return serve(0);
      throw error;
    });
  }

  /** @returns the id of its connection, which has the server's address and key now */
  async #connect(
    { target, server }: { target: ServedTarget; server: LocalAppServer },
    { known, accessKey }: { known: Connection | undefined; accessKey: string | undefined },
  ): Promise<string> {
    const { connections } = this.#options;
    const { url: baseUrl, accessKey: key } = server;
    const id = known?.id ?? (await saveAnyhow((keyStorage) => this.#add(target, server, keyStorage))).id;
    if (known && (known.baseUrl !== baseUrl || accessKey !== key))
      await saveAnyhow((keyStorage) => connections.move(id, baseUrl, key, keyStorage));
    await this.#folders.note(id, target);
    return id;
  }

  #add(served: ServedTarget, server: LocalAppServer, keyStorage: KeyStorage): Promise<Connection> {
    const { url: baseUrl, accessKey } = server;
    return this.#options.connections.add({ baseUrl, accessKey, name: nameOf(served), served, keyStorage });
  }

  #keep(served: ServedHere): ServedHere {
    this.#served.set(targetKey(served.target), served);
    served.app.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
    return served;
  }

  async #activate(id: string): Promise<Connection> {
    await this.#options.connections.setActive(id);
    const connection = this.#options.connections.get(id);
    if (!connection) throw new Error("The connection of this local app was removed.");
    return connection;
  }
}

function targetKey({ folder, target }: ServedTarget): string {
  return `${folder}\n${target}`;
}

/** `support.py` for `app/support.py:workflow`; with its variable if that isn't *workflow*. */
function nameOf({ target }: ServedTarget): string {
  const at = target.lastIndexOf(":");
  const [path, name] = at < 0 ? [target, "workflow"] : [target.slice(0, at), target.slice(at + 1)];
  return name === "workflow" ? posix.basename(path) : `${posix.basename(path)}: ${name}`;
}
