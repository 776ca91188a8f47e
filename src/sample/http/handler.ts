import type { RequestListener } from "node:http";
import type { Inspection, SeenRequest } from "../endpoints/inspection.ts";
import { authorize } from "./auth.ts";
import { Exchange } from "./exchange.ts";
import { ApiFailure } from "./failure.ts";
import { findRoute, type Route } from "./router.ts";

export interface HandlerOptions {
  routes: readonly Route[];
  /** Empty for a public app. */
  accessKey: string;
  inspection: Inspection;
}

/** Checks the key, finds the route, and turns every error into a response. */
export function createHandler({ routes, accessKey, inspection }: HandlerOptions): RequestListener {
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
