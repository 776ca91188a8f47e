import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Random } from "./agent/random.ts";
import { DriftingRuns, type DriftSettings } from "./desk/drift.ts";
import type { AppState } from "./endpoints/appState.ts";
import { eventRoutes } from "./endpoints/events.ts";
import { fileRoutes } from "./endpoints/files.ts";
import { type CreatedRun, Inspection, type ReceivedAnswer, type SeenRequest } from "./endpoints/inspection.ts";
import { inspectionRoutes } from "./endpoints/inspectionRoutes.ts";
import { requirementRoutes } from "./endpoints/requirements.ts";
import { runRoutes } from "./endpoints/runs.ts";
import { ApiFailure } from "./http/apiFailure.ts";
import { authorize, createAccessKey } from "./http/auth.ts";
import { Exchange } from "./http/exchange.ts";
import { findRoute, type Route } from "./http/router.ts";
import { Accounts } from "./runs/accounts.ts";
import { FileStore } from "./runs/fileStore.ts";
import { RunRepository } from "./runs/runRepository.ts";
import { RunService } from "./runs/runService.ts";
import { addLongConversation } from "./seeds/pastConversations.ts";
import { addPastRuns } from "./seeds/pastRuns.ts";

export interface SampleAppOptions {
  /** 0, the default, for any free port. */
  port?: number;
  /** A random one by default; null for a public app, which needs no key. */
  accessKey?: string | null;
  /** Decides the past runs. Their times are relative to now. */
  seed?: number;
  /** How many runs there are at the start; 320 by default. */
  pastRuns?: number;
  /** How many turns a long past conversation has, besides the other past runs; by default there is none. */
  turns?: number;
  /** Whether all of them have the same start, as in an app that gives times in whole seconds. */
  turnsInOneSecond?: boolean;
  /** 1, the default, is for a person to watch; tests use 50 and more. */
  speed?: number;
  /** The silence after which a stream sends a comment, in milliseconds; 15,000 by default. */
  heartbeat?: number;
  /** The limit of a form, in bytes; 128 MiB by default. */
  maxRequestBytes?: number;
  /** Whether the app's users link accounts, as by default. Without accounts it returns 404 to requests about them. */
  requirements?: boolean;
  /** Makes the refund desk drift from how it behaves. */
  drift?: DriftSettings;
  /** Events have the times of speed 1, whatever the speed. They may lie in the future. */
  scriptedTimes?: boolean;
}

/** A Runs API server on loopback. */
export interface SampleApp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Empty for a public app. */
  readonly accessKey: string;
  /**
   * The requests that it received, for tests; `GET /_sample/requests`, `/_sample/created` and `/_sample/answers` return
   * the same to other processes.
   */
  readonly requests: readonly SeenRequest[];
  readonly created: readonly CreatedRun[];
  readonly answers: readonly ReceivedAnswer[];
  /** How the refund desk drifts from now on; `undefined` makes it behave. `POST /_sample/drift` does the same. */
  drift: DriftSettings | undefined;
  /** Ends every connection and every active run. */
  close(): Promise<void>;
}

/** Starts the sample app. @throws the system's error when the port is taken */
export async function startSampleApp(options: SampleAppOptions = {}): Promise<SampleApp> {
  const { port = 0, seed = 1, pastRuns = 320, turns = 0, speed = 1, heartbeat = 15_000, requirements = true } = options;
  const { maxRequestBytes = 128 * 1024 * 1024 } = options;
  const drifting = new DriftingRuns(options.drift);
  const accessKey = options.accessKey === null ? "" : (options.accessKey ?? createAccessKey());
  const appId = new Random(seed).uuid();
  const runs = new RunRepository();
  const inspection = new Inspection();
  const accounts = new Accounts();
  const service = new RunService(appId, runs, speed, accounts, {
    drifting,
    scriptedTimes: options.scriptedTimes ?? false,
  });
  const kept = { runs, files: new FileStore(), inspection, accounts };
  const app: AppState = { ...kept, service, drifting, heartbeat, maxRequestBytes };
  const seeds = { appId, runs, service, speed, seed, now: Date.now() };
  addPastRuns({ ...seeds, count: pastRuns });
  addLongConversation({ ...seeds, turns, pause: options.turnsInOneSecond ? 0 : undefined });

  const optional = requirements ? requirementRoutes(app) : [];
  const routes = [...runRoutes(app), ...eventRoutes(app), ...fileRoutes(app), ...optional, ...inspectionRoutes(app)];
  const server = createServer(createHandler({ routes, accessKey, inspection }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessKey,
    requests: inspection.requests,
    created: inspection.created,
    answers: inspection.answers,
    get drift() {
      return drifting.settings;
    },
    set drift(settings) {
      drifting.settings = settings;
    },
    async close() {
      service.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface HandlerOptions {
  routes: readonly Route[];
  /** Empty for a public app. */
  accessKey: string;
  inspection: Inspection;
}

/** Checks the key, finds the route, and turns every error into a response. */
function createHandler({ routes, accessKey, inspection }: HandlerOptions): RequestListener {
  return (request, response) => {
    const seen: SeenRequest = { method: request.method ?? "GET", path: request.url ?? "/", status: undefined };
    inspection.addRequest(seen);
    const exchange = new Exchange(request, response, (status) => {
      seen.status = status;
    });
    void respond(exchange, routes, accessKey);
  };
}

async function respond(exchange: Exchange, routes: readonly Route[], accessKey: string): Promise<void> {
  try {
    const isOpen = routes.some((route) => route.isOpen && route.path === exchange.path);
    if (!isOpen) authorize(exchange.request.headers.authorization, accessKey);
    const { route, id } = findRoute(routes, exchange.method, exchange.path);
    await route.handle(exchange, id);
  } catch (error) {
    // The client closed the connection in the middle of its body. It isn't a failure, and nobody would receive a
    // response.
    if (exchange.response.destroyed || exchange.request.errored) return;
    if (exchange.response.headersSent) exchange.response.destroy();
    else exchange.fail(error instanceof ApiFailure ? error : internalError(error));
  }
}

/** A bug of the sample app itself. Its message helps the person who reads the response. */
function internalError(error: unknown): ApiFailure {
  return new ApiFailure(500, "internal_error", { cause: error instanceof Error ? error.message : String(error) });
}
