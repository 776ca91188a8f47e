import { createHash } from "node:crypto";
import type { Disposable } from "#base/disposable.ts";
import { Emitter, type Event } from "#base/emitter.ts";
import { notFound } from "#server/http/apiFailure.ts";
import { createAccessKey } from "#server/http/auth.ts";
import type { Route } from "#server/http/router.ts";
import { runRoutes } from "#server/runRoutes.ts";
import { serve } from "#server/serve.ts";
import { DiskFiles } from "./diskFiles.ts";
import { LocalApp } from "./localApp.ts";
import { LocalRunStore } from "./localRunStore.ts";
import type { AppNode, LoadMessage, WorkerError } from "./workerMessages.ts";
import { WorkerPool } from "./workerPool.ts";
import { type ProcessEnd, WorkerProcess } from "./workerProcess.ts";

export interface LocalAppOptions {
  /** `support:workflow`, `app/flow.py:name`, `flow.yaml:id`. */
  target: string;
  /** The Python that has the SDK. */
  python: string;
  /** `dynamiq_worker.py`. */
  workerFile: string;
  /** The workspace folder, in which the code runs. */
  cwd: string;
  /** The environment of the code. */
  env: NodeJS.ProcessEnv;
  /** The folder for runs, which is this target's own. */
  folder: string;
  /** 0, the default, for any free port. */
  port?: number;
  /** A random one by default. */
  accessKey?: string;
  /** How a worker is started, in place of `python workerFile`: by a debugger, which also limits their number. */
  debugged?: { command: () => readonly [string, ...string[]] };
  /** Set to load the code with the first run or `load()`, so that runs of before can be read without running anything. */
  isLazy?: boolean;
  /** Gets each line that the code prints. */
  onLog: (line: string) => void;
  onProblem: (error: Error) => void;
}

/** What the app is at the moment: what `GET /v1/local` returns. */
export interface LocalAppState {
  /** `unloaded`: it waits for the first run, or for a person who serves it. */
  state: "unloaded" | "loading" | "ready" | "broken";
  target: string;
  error?: WorkerError;
  app?: { id: string; name?: string | null; nodes: readonly AppNode[]; input_schema?: unknown };
  interpreter?: string;
  python?: string;
}

/** A local app, wherever its server is. */
export interface RunningLocalApp extends Disposable {
  readonly url: string;
  readonly accessKey: string;
  readonly state: LocalAppState;
  /** Fires when the code was loaded again, or no longer can be. */
  readonly onDidChange: Event<void>;
  /** Loads the code unless it is loaded. */
  load(): Promise<void>;
}

/** A workflow of the workspace with the Runs API on loopback. */
export interface LocalAppServer extends RunningLocalApp {
  readonly appId: string;
  /** Ends every connection and process, and waits until all that was told is kept. */
  close(): Promise<void>;
}

/** How many runs of an app go on at the same time. */
const maxWorkers = 4;

/** Serves a workflow. Its code is loaded at once, so that an error is known before the first run, unless it is lazy. */
export async function serveLocalApp(options: LocalAppOptions): Promise<LocalAppServer> {
  const { target, folder, port = 0, accessKey = createAccessKey() } = options;
  const store = new LocalRunStore({ folder, onProblem: options.onProblem });
  const files = new DiskFiles(folder);
  const pool = new WorkerPool({
    start: () => startWorker(options, store),
    maxWorkers: options.debugged ? 1 : maxWorkers,
  });
  const appId = uuidOf(`${options.cwd} ${target}`);
  const app = new LocalApp(appId, { pool, store, files });
  let state: LocalAppState = { state: "unloaded", target };
  const changed = new Emitter<void>();
  const change = (next: LocalAppState): void => {
    state = next;
    changed.fire();
  };
  pool.onDidLoad((loaded) => change(stateOf(target, loaded)));
  const load = async (): Promise<void> => {
    if (pool.preload()) change({ state: "loading", target });
  };
  const served = await serve({
    port,
    accessKey,
    refusesPages: true,
    routes: [
      ...runRoutes({ runs: app.runs, service: app, files }),
      ...localRoutes({ runs: app.runs, store, load, state: () => state }),
    ],
  }).catch((error: unknown) => {
    pool.dispose();
    throw error;
  });
  files.removeLeftovers().catch(options.onProblem);
  if (!options.isLazy) await load();
  const close = async (): Promise<void> => {
    app.close();
    pool.dispose();
    await served.close();
    await store.settled();
    await files.removeAll();
  };
  return {
    url: served.url,
    accessKey,
    appId,
    onDidChange: changed.event,
    get state() {
      return state;
    },
    load,
    close,
    dispose: () => void close().catch(options.onProblem),
  };
}

function startWorker(
  { debugged, python, workerFile, ...options }: LocalAppOptions,
  store: LocalRunStore,
): WorkerProcess {
  return new WorkerProcess({
    ...options,
    command: debugged?.command() ?? [python, workerFile],
    onLog: (line, runId) => {
      options.onLog(line);
      if (runId !== undefined) store.log(runId, line);
    },
  });
}

interface LocalRoutesOptions extends Pick<LocalApp, "runs">, Pick<RunningLocalApp, "load"> {
  store: LocalRunStore;
  state: () => LocalAppState;
}

/** The endpoints beyond the Runs API. */
function localRoutes({ runs, store, state, load }: LocalRoutesOptions): Route[] {
  const known = (id: string): string => {
    const run = runs.get(id);
    if (!run) throw notFound();
    return run.facts.id;
  };
  return [
    { method: "GET", path: "/v1/local", handle: (exchange) => exchange.json(200, { data: state() }) },
    {
      method: "POST",
      path: "/v1/local/load",
      handle: async (exchange) => {
        await load();
        exchange.json(200, { data: state() });
      },
    },
    {
      method: "GET",
      path: "/v1/runs/{id}/trace",
      handle: (exchange, id) => exchange.json(200, { runs: store.traceOf(known(id)) }),
    },
    {
      method: "GET",
      path: "/v1/runs/{id}/log",
      handle: (exchange, id) => exchange.json(200, { data: store.logOf(known(id)) }),
    },
  ];
}

function stateOf(target: string, loaded: LoadMessage | ProcessEnd): LocalAppState {
  if (!("kind" in loaded)) {
    if (loaded.unsupported) return { state: "broken", target, error: loaded.unsupported };
    const how = loaded.error?.message ?? `it ended with ${loaded.signal ?? `code ${loaded.code}`}`;
    return { state: "broken", target, error: { type: "ProcessEnded", message: `Python can't load ${target}: ${how}` } };
  }
  const { interpreter, python } = loaded;
  if (loaded.kind === "broken") return { state: "broken", target, error: loaded.error, interpreter, python };
  return { state: "ready", target, app: loaded.app, interpreter, python };
}

/** A UUID that is equal for equal texts. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
