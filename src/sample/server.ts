import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "#base/thrown.ts";
import { ApiFailure } from "#server/http/apiFailure.ts";
import { authorize, createAccessKey } from "#server/http/auth.ts";
import { Exchange } from "#server/http/exchange.ts";
import { findRoute, type Route } from "#server/http/router.ts";
import { runRoutes } from "#server/runRoutes.ts";
import { FileStore } from "#server/runs/fileStore.ts";
import { RunRepository } from "#server/runs/runRepository.ts";
import { Random } from "./agent/random.ts";
import type { AppState, SampleExtras } from "./endpoints/appState.ts";
import { RunService } from "./runs/runService.ts";
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
  /** 1, the default, is for a person to watch; tests use 50 and more. */
  speed?: number;
  /** Events have the times of speed 1, whatever the speed. They may lie in the future. */
  scriptedTimes?: boolean;
}

/** A Runs API server on loopback. */
export interface SampleApp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Empty for a public app. */
  readonly accessKey: string;
  /** Ends every connection and every active run. */
  close(): Promise<void>;
}

/** Starts the sample app. @throws the system's error when the port is taken */
export async function startSampleApp(options: SampleAppOptions = {}, extras: SampleExtras = {}): Promise<SampleApp> {
  const { port = 0, seed = 1, pastRuns = 320, speed = 1, scriptedTimes = false } = options;
  const accessKey = options.accessKey === null ? "" : (options.accessKey ?? createAccessKey());
  const appId = new Random(seed).uuid();
  const runs = new RunRepository();
  const service = new RunService(appId, runs, { speed, scriptedTimes, script: extras.script });
  const app: AppState = { runs, service, files: new FileStore(), extras };
  const seeds = { appId, runs, service, speed, seed, now: Date.now() };
  addPastRuns(seeds, pastRuns);
  extras.addRuns?.(seeds);

  const routes = [...runRoutes(app), ...(extras.routes ?? [])];
  const server = createServer((request, response) => {
    const { method = "GET", url = "/" } = request;
    extras.onRequest?.({
      method,
      path: url,
      get status() {
        return response.headersSent ? response.statusCode : undefined;
      },
    });
    void respond(new Exchange(request, response), routes, accessKey);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessKey,
    async close() {
      service.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Checks the key, finds the route, and turns every error into a response. */
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
  return new ApiFailure(500, "internal_error", { cause: messageOf(error) });
}
