import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { RunWatcher } from "#runs/live/runWatcher.ts";
import type { UnconfirmedCreates } from "./unconfirmedCreates.ts";

/** The part of a connection's runs that creating one needs. `RunsSession` implements it. */
export interface RunsOfApp {
  readonly connectionId: string;
  readonly creates: UnconfirmedCreates;
  readonly store: { upsert(run: Run): void };
  readonly watcher: Pick<RunWatcher, "adopt" | "follow">;
  api(): Promise<RunsApi>;
  noteStarted?(runId: string): void;
}
