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

/**
 * Finds the route of a request.
 * @throws ApiFailure 404 for an unknown path, 405 with `Allow` for a known one with another method
 */
export function findRoute(routes: readonly Route[], method: string, path: string): { route: Route; id: string } {
  const given = path.split("/");
  const found = routes.flatMap((route) => {
    const parts = route.path.split("/");
    const fits = parts.length === given.length && parts.every((part, i) => part === "{id}" || part === given[i]);
    return fits ? [{ route, id: given[parts.indexOf("{id}")] ?? "" }] : [];
  });
  const match = found.find(({ route }) => route.method === method);
  if (match) return match;
  throw found.length > 0 ? methodNotAllowed(found.map(({ route }) => route.method)) : notFound();
}
