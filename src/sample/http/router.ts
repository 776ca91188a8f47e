import { methodNotAllowed, notFound } from "./apiFailure.ts";
import type { Exchange } from "./exchange.ts";

export interface Route {
  method: "GET" | "POST";
  /** A path. The handler receives its `{id}` segment, if it has one. */
  path: string;
  /** A page for a browser, which sends no key. */
  isOpen?: boolean;
  handle(exchange: Exchange, id: string): void | Promise<void>;
}

export interface RouteMatch {
  route: Route;
  id: string;
}

/**
 * Finds the route of a request.
 * @throws ApiFailure 404 for an unknown path, 405 with `Allow` for a known one with another method
 */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const allowed: string[] = [];
  for (const route of routes) {
    const id = matchPath(route.path, path);
    if (id === undefined) continue;
    if (route.method === method) return { route, id };
    allowed.push(route.method);
  }
  throw allowed.length > 0 ? methodNotAllowed(allowed) : notFound();
}

/** The `{id}` segment of a matching path, an empty string when the pattern has none, undefined for no match. */
function matchPath(pattern: string, path: string): string | undefined {
  const expected = pattern.split("/");
  const given = path.split("/");
  if (expected.length !== given.length) return undefined;
  let id = "";
  for (const [index, segment] of expected.entries()) {
    if (segment === "{id}") id = given[index] ?? "";
    else if (segment !== given[index]) return undefined;
  }
  return id;
}
