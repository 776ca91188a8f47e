import type * as vscode from "vscode";
import type { CreateRunRequest, ListRunsQuery, Page, RunMode } from "../api/contract.ts";
import type { Run, RunEvent } from "../api/schemas.ts";
import type { Event } from "../base/emitter.ts";
import type { StoreChange } from "../runs/store/knownRuns.ts";

/**
 * What this extension gives to others: `extensions.getExtension("dynamiq-community.dynamiq-runs")?.activate()`.
 *
 * Everything works on the active connection and with the wire's own names. What a call throws carries `kind` (`auth`,
 * `forbidden`, `not-found`, `invalid`, `too-large`, `rate-limited`, `server`, `network`, `timeout`, `tls`, `protocol`,
 * `aborted`), and where there was an answer `status` (HTTP) and `code` (the API's). Without a connection, and for what
 * would start something in a workspace that is not trusted, it throws an error that says so.
 *
 * A number that a JavaScript number can't hold (`12345678901234567890`, `1e400`, `NaN`) is an object whose `toString()`
 * gives its digits, and which `JSON.stringify` writes with them.
 */
export interface DynamiqRunsApiV1 {
  readonly version: 1;
  /** `GET /v1/runs`: `status` (one or several), `user_id`, `session_id`, `page`, `page_size`, `sort`. */
  listRuns(query?: ListRunsQuery): Promise<Page<Run>>;
  /** `GET /v1/runs/{id}`. */
  getRun(id: string): Promise<Run>;
  /**
   * `POST /v1/runs`, sent once. `background` answers at once with the created run; `wait` and `stream` (the default)
   * answer with the run at its end, `stream` handing on every event before. The run shows up in the explorer and is
   * followed to its end. Aborting before it has started aborts the request; later it only ends the wait, the run goes
   * on. On an app that is marked as production, about files outside the workspace folders, and about a `user_id` that
   * hasn't connected all accounts that the app needs, the person is asked first; who declines makes this throw with the
   * kind `aborted`. When the answer never came, the run is looked for in the list for some seconds and, if it is the
   * only one of its kind, taken as created; else this throws with `outcomeUnknown` and a message that says what the
   * list shows.
   */
  createRun(request: CreateRunRequest, options?: PublicCreateOptions): Promise<Run>;
  /** Fires when the runs that the explorer knows have changed. */
  readonly onDidChangeRuns: Event<StoreChange>;
}

export interface PublicCreateOptions {
  /** Files on disk, sent along with the request: 128 MiB for all of it at most. */
  files?: readonly vscode.Uri[];
  mode?: RunMode;
  onEvent?: (event: RunEvent) => void;
  signal?: AbortSignal;
}

/** The calls of the public API. */
export type PublicCalls = Pick<DynamiqRunsApiV1, "listRuns" | "getRun" | "createRun">;

/** Makes version 1 of the public API; what its calls do is loaded with the first of them. */
export function publicApi(
  load: () => Promise<{ publicCalls: PublicCalls }>,
  onDidChangeRuns: Event<StoreChange>,
): DynamiqRunsApiV1 {
  const calls = async (): Promise<PublicCalls> => (await load()).publicCalls;
  return {
    version: 1,
    listRuns: async (query) => (await calls()).listRuns(query),
    getRun: async (id) => (await calls()).getRun(id),
    createRun: async (request, options) => (await calls()).createRun(request, options),
    onDidChangeRuns,
  };
}
