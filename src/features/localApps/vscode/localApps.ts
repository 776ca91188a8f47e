import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { readEnvFile } from "#features/localApps/core/envFile.ts";
import { type LocalAppServer, type LocalAppState, serveLocalApp } from "#features/localApps/core/localAppServer.ts";
import { confirm } from "#host/confirm.ts";
import { showError } from "#host/errors/showError.ts";
import type { Connection, ServedTarget } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { interpreterFor } from "./interpreter.ts";
import { servedTarget, type WorkspaceTarget } from "./workspaceTarget.ts";

/** A local app of this window. */
export interface ServedHere {
  server: LocalAppServer;
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
  /** Where runs are kept. */
  storage: string;
  /** `dynamiq_worker.py`. */
  workerFile: string;
}

/** How a debugger starts a worker. */
export interface Debugging {
  command: () => readonly [string, ...string[]];
}

const agreedKey = "dynamiqRuns.servedTargets";

/**
 * The workflows of this workspace that are served, each with a connection that is marked by its target. A server ends with
 * its window; its runs, port and key stay for the next one.
 */
export class LocalApps implements Disposable {
  readonly #options: LocalAppsOptions;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** Fires when one was started or stopped, or has loaded its code again. */
  readonly onDidChange = this.#changed.event;
  readonly #served = new Map<string, ServedHere>();
  readonly #starting = new Map<string, Promise<Connection | undefined>>();

  constructor(options: LocalAppsOptions) {
    this.#options = options;
    this.#owned.add(
      options.connections.onDidChange(() => {
        for (const { target, connectionId } of this.#served.values())
          if (!options.connections.get(connectionId)) this.stop(target).catch(onUnexpectedError);
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
    return this.#served.get(keyOf(target));
  }

  ofConnection(id: string): ServedHere | undefined {
    return this.all.find(({ connectionId }) => connectionId === id);
  }

  stateOf(target: ServedTarget): LocalAppState | undefined {
    return this.of(target)?.server.state;
  }

  /**
   * Serves a workflow, and makes its connection the active one. The first time it asks.
   *
   * @returns `undefined` when the person doesn't want it
   */
  serve(wanted: WorkspaceTarget, debugging?: Debugging): Promise<Connection | undefined> {
    const key = keyOf(servedTarget(wanted));
    const starting =
      this.#starting.get(key) ?? this.#serve(wanted, debugging).finally(() => this.#starting.delete(key));
    this.#starting.set(key, starting);
    return starting;
  }

  /** Ends the processes of an app. Its connection and its runs stay. */
  async stop(target: ServedTarget): Promise<void> {
    const served = this.of(target);
    this.#served.delete(keyOf(target));
    this.#changed.fire();
    await served?.server.close();
    served?.log.dispose();
  }

  dispose(): void {
    for (const { server, log } of this.all) {
      server.dispose();
      log.dispose();
    }
    this.#owned.dispose();
  }

  async #serve(wanted: WorkspaceTarget, debugging: Debugging | undefined): Promise<Connection | undefined> {
    const target = servedTarget(wanted);
    const running = this.of(target);
    if (running && running.isDebugged === (debugging !== undefined)) return this.#activate(running.connectionId);
    if (running) await this.stop(target);
    const interpreter = await interpreterFor(wanted.folder);
    if (!(await this.#agree(target, interpreter))) return undefined;
    const known = this.#options.connections.list.find(({ served }) => served && keyOf(served) === keyOf(target));
    const served = await this.#start(target, { interpreter, known, debugging });
    return this.#connect(served, known);
  }

  /** Code of a workspace runs only once a person has seen what will run, and with which interpreter. */
  async #agree({ target }: ServedTarget, interpreter: string): Promise<boolean> {
    const id = `${target} ${interpreter}`;
    const agreed = this.#options.window.get<readonly string[]>(agreedKey, []);
    if (agreed.includes(id)) return true;
    const isWanted = await confirm({
      question: `Serve ${target}?`,
      detail:
        `This runs the code of ${target.replace(/:[^:]*$/, "")} with ${interpreter}, as an app on this machine that only ` +
        "this machine can reach. It ends when you stop it or close the window.",
      act: "Serve",
    });
    if (isWanted) await this.#options.window.update(agreedKey, [...agreed, id]);
    return isWanted;
  }

  async #start(
    target: ServedTarget,
    { interpreter, known, debugging }: { interpreter: string; known?: Connection; debugging?: Debugging },
  ): Promise<Omit<ServedHere, "connectionId">> {
    const name = nameOf(target);
    const log = vscode.window.createOutputChannel(`Local App: ${name}`);
    const accessKey = known && (await this.#options.connections.readKey(known).catch(() => undefined));
    const start = (port: number): Promise<LocalAppServer> =>
      readEnvFile(join(target.folder, ".env")).then((variables) =>
        serveLocalApp({
          target: target.target,
          python: interpreter,
          workerFile: this.#options.workerFile,
          cwd: target.folder,
          env: { ...process.env, ...variables },
          folder: join(this.#options.storage, "localApps", slotOf(target)),
          port,
          accessKey,
          debugged: debugging,
          onLog: (line) => log.appendLine(line),
          onProblem: showError,
        }),
      );
    // The address stays if it can: links and terminals know it.
    const port = known ? Number(new URL(known.baseUrl).port) : 0;
    const server = await start(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port !== 0) return start(0);
      throw error;
    });
    return { server, target, interpreter, log, isDebugged: debugging !== undefined };
  }

  async #connect(started: Omit<ServedHere, "connectionId">, known: Connection | undefined): Promise<Connection> {
    const { connections } = this.#options;
    const { server, target } = started;
    const place = { baseUrl: server.url, accessKey: server.accessKey };
    if (known && known.baseUrl !== server.url) await connections.move(known.id, place.baseUrl, place.accessKey);
    else if (known) await connections.replaceKey(known.id, place.accessKey);
    const connection = known ?? (await connections.add({ ...place, name: nameOf(target), served: target }));
    this.#served.set(keyOf(target), { ...started, connectionId: connection.id });
    server.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
    return this.#activate(connection.id);
  }

  async #activate(id: string): Promise<Connection> {
    await this.#options.connections.setActive(id);
    const connection = this.#options.connections.get(id);
    if (!connection) throw new Error("The connection of this local app was removed.");
    return connection;
  }
}

function keyOf({ folder, target }: ServedTarget): string {
  return `${folder}\n${target}`;
}

/** A folder's name for a target. */
function slotOf(target: ServedTarget): string {
  return createHash("sha256").update(keyOf(target)).digest("hex").slice(0, 32);
}

/** `support.py` for `app/support.py:workflow`; with its variable if that isn't *workflow*. */
function nameOf({ target }: ServedTarget): string {
  const [path = target, name] = target.split(":");
  const file = basename(path);
  return name === undefined || name === "workflow" ? file : `${file}: ${name}`;
}
