import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "#base/thrown.ts";
import { ApiFailure } from "./http/apiFailure.ts";
import { authorize } from "./http/auth.ts";
import { Exchange } from "./http/exchange.ts";
import { findRoute, type Route } from "./http/router.ts";

export interface SeenRequest {
  method: string;
  /** The path with its query. */
  path: string;
  /** `undefined` before the response, and for good when the client closed the connection first. */
  readonly status: number | undefined;
}

export interface ServeOptions {
  /** 0 for any free port. */
  port: number;
  /** Empty for a public app. */
  accessKey: string;
  routes: readonly Route[];
  /** Refuses requests of web pages: those with an `Origin`, or with another `Host` than the server's own. */
  refusesPages?: boolean;
  onRequest?: (request: SeenRequest) => void;
}

export interface Served {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Serves routes on loopback. @throws the system's error when the port is taken */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer((request, response) => {
    const { method = "GET", url = "/" } = request;
    options.onRequest?.({
      method,
      path: url,
      get status() {
        return response.headersSent ? response.statusCode : undefined;
      },
    });
    void respond(new Exchange(request, response), options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Checks the key, finds the route, and turns every error into a response. */
async function respond(exchange: Exchange, { routes, accessKey, refusesPages }: ServeOptions): Promise<void> {
  try {
    if (refusesPages) refusePage(exchange.request);
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

/** A page that a browser shows can reach loopback by a name of its own, and its requests have an origin. */
function refusePage({ headers, socket }: IncomingMessage): void {
  const hosts = ["127.0.0.1", "localhost"].map((name) => `${name}:${socket.localPort}`);
  if (headers.origin !== undefined || !hosts.includes(headers.host ?? "")) throw new ApiFailure(403, "forbidden");
}

/** A bug of ours. Its message helps the person who reads the response. */
function internalError(error: unknown): ApiFailure {
  return new ApiFailure(500, "internal_error", { cause: messageOf(error) });
}
