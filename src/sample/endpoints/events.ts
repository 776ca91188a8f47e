import * as z from "zod";
import { streamEvents } from "../http/eventStream.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Route } from "../http/router.ts";
import { checked, whole } from "../requests/checked.ts";
import { cutPage, pageFields } from "../requests/paging.ts";
import type { AppState } from "./appState.ts";
import { findRun } from "./runs.ts";

export function eventRoutes(app: AppState): Route[] {
  return [
    { method: "GET", path: "/v1/runs/{id}/events", handle: (exchange, id) => listEvents(app, exchange, id) },
    { method: "GET", path: "/v1/runs/{id}/stream", handle: (exchange, id) => streamRun(app, exchange, id) },
  ];
}

const pageSchema = z.strictObject(pageFields(["sequence"]));

function listEvents(app: AppState, exchange: Exchange, id: string): void {
  const { events } = findRun(app, id);
  const page = checked(pageSchema, Object.fromEntries(exchange.query));
  exchange.json(200, cutPage(page.sort[0]?.descending ? events.toReversed() : events, page));
}

const streamSchema = z.strictObject({ after_sequence: whole(1).default(0) });

async function streamRun(app: AppState, exchange: Exchange, id: string): Promise<void> {
  const run = findRun(app, id);
  const { after_sequence: after } = checked(streamSchema, Object.fromEntries(exchange.query));
  await streamEvents(exchange, run, after);
}
