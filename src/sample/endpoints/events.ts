import { type FieldErrors, throwIfInvalid } from "../http/apiFailure.ts";
import { streamEvents } from "../http/eventStream.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Route } from "../http/router.ts";
import { cutPage, readInteger, readPageRequest } from "../requests/paging.ts";
import type { AppState } from "./appState.ts";
import { findRun } from "./runs.ts";

export function eventRoutes(app: AppState): Route[] {
  return [
    { method: "GET", path: "/v1/runs/{id}/events", handle: (exchange, id) => listEvents(app, exchange, id) },
    { method: "GET", path: "/v1/runs/{id}/stream", handle: (exchange, id) => streamRun(app, exchange, id) },
  ];
}

function listEvents(app: AppState, exchange: Exchange, id: string): void {
  const { events } = findRun(app, id);
  const page = readPageRequest(exchange.query, ["sequence"]);
  exchange.json(200, cutPage(page.sort[0]?.descending ? events.toReversed() : events, page));
}

async function streamRun(app: AppState, exchange: Exchange, id: string): Promise<void> {
  const run = findRun(app, id);
  const errors: FieldErrors = {};
  for (const name of exchange.query.keys()) {
    if (name !== "after_sequence") errors[name] = "is not a known parameter";
  }
  const text = exchange.query.get("after_sequence");
  const after = readInteger(text, "after_sequence", 1, Number.MAX_SAFE_INTEGER, errors) ?? 0;
  throwIfInvalid(errors);
  await streamEvents(exchange, run, after, app.heartbeat);
}
