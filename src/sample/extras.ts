import type { Route } from "#server/http/router.ts";
import type { SeenRequest } from "#server/serve.ts";
import type { ServedApp } from "#server/servedApp.ts";
import type { RunServiceOptions } from "./runs/runService.ts";
import type { PastOptions } from "./seeds/pastRunBase.ts";

/** What the app of the tests does besides, and how it learns what this one received. */
export interface SampleExtras
  extends Pick<RunServiceOptions, "script">, Pick<ServedApp, "readAnswer" | "onCreate" | "onAnswer"> {
  routes?: readonly Route[];
  /** Adds past runs. */
  addRuns?: (options: PastOptions) => void;
  onRequest?: (request: SeenRequest) => void;
}
