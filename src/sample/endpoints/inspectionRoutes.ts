import { readDriftSettings } from "../desk/drift.ts";
import { readJsonObject } from "../http/body.ts";
import type { Route } from "../http/router.ts";
import type { AppState } from "./appState.ts";

/** Not a part of the Runs API: routes for tests in another process. */
export function inspectionRoutes({ inspection, drifting }: AppState): Route[] {
  return [
    {
      method: "GET",
      path: "/_sample/created",
      handle: (exchange) => exchange.json(200, { data: inspection.created }),
    },
    {
      method: "GET",
      path: "/_sample/answers",
      handle: (exchange) => exchange.json(200, { data: inspection.answers }),
    },
    {
      method: "GET",
      path: "/_sample/requests",
      handle: (exchange) => exchange.json(200, { data: inspection.requests }),
    },
    {
      method: "POST",
      path: "/_sample/drift",
      handle: async (exchange) => {
        drifting.settings = readDriftSettings(await readJsonObject(exchange.request));
        exchange.json(200, { data: drifting.settings ?? null });
      },
    },
  ];
}
