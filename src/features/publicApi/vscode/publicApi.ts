import type * as vscode from "vscode";
import type { CreateRunRequest, ListRunsQuery, Page, RunMode } from "#api/contract.ts";
import { jsonText } from "#api/http/requestBody.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import type { Event } from "#base/emitter.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";

/**
 * The public API for other extensions: `extensions.getExtension("dynamiq-community.dynamiq-runs")?.activate()`.
 *
 * It uses the active connection and the Runs API's own field names. An error has a `kind` (`auth`, `forbidden`,
 * `not-found`, `invalid`, `too-large`, `rate-limited`, `server`, `network`, `timeout`, `tls`, `protocol`, `aborted`),
 * and if a response arrived, a `status` (HTTP) and a `code` (the API's). Without a connection, and for a call that
 * would start something in an untrusted workspace, it throws an error that says so.
 *
 * A number that a JavaScript number can't hold (`12345678901234567890`, `1e400`, `NaN`) is an object. Its `toString()`
 * returns the digits, and `JSON.stringify` writes them.
 */
export interface DynamiqRunsApiV1 {
  readonly version: 1;
  /** `GET /v1/runs`: `status` (one or several), `user_id`, `session_id`, `page`, `page_size`, `sort`. */
  listRuns(query?: ListRunsQuery): Promise<Page<Run>>;
  /** `GET /v1/runs/{id}`. */
  getRun(id: string): Promise<Run>;
  /**
   * `POST /v1/runs`, sent once, after uploads of large files. `background` returns the created run at once. `wait` and
   * `stream` (the default) return the run at its end, and `stream` reports every event before. The run appears in the
   * explorer and is followed to its end. Aborting before it has started aborts the request; later it only ends the
   * wait, and the run continues. The person is asked first if the app is marked as production, if files are outside the
   * workspace folders, or if the `user_id` hasn't connected all accounts that the app needs. If they decline, this
   * throws an error with the kind `aborted`. If no response arrives, the run is looked for in the list for some
   * seconds. If exactly one run matches, it counts as created. Otherwise this throws an error with `outcomeUnknown` and
   * a message about what the list contains.
   */
  createRun(request: CreateRunRequest, options?: PublicCreateOptions): Promise<Run>;
  /** Fires when the runs that the explorer knows have changed. */
  readonly onDidChangeRuns: Event<StoreChange>;
}

export interface PublicCreateOptions {
  /** Files on the disk: sent with the request, or uploaded first if they are large. The app's uploads are reused. */
  files?: readonly vscode.Uri[];
  mode?: RunMode;
  onEvent?: (event: RunEvent) => void;
  signal?: AbortSignal;
}

export interface PublicCalls extends Pick<DynamiqRunsApiV1, "listRuns" | "getRun"> {
  /** @param request as JSON: its caller could change an object while the person reads what is in it */
  createRun(request: string, options: PublicCreateOptions): Promise<Run>;
}

/** Creates version 1 of the public API. The code of its calls is loaded with the first one. */
export function publicApi(
  load: () => Promise<{ publicCalls: PublicCalls }>,
  onDidChangeRuns: Event<StoreChange>,
): DynamiqRunsApiV1 {
  const calls = async (): Promise<PublicCalls> => (await load()).publicCalls;
  return {
    version: 1,
    listRuns: async (query) => (await calls()).listRuns(query),
    getRun: async (id) => (await calls()).getRun(id),
    createRun: async (request, { files, ...options } = {}) => {
      const asked = [jsonText(request), { ...options, files: [...(files ?? [])] }] as const;
      return (await calls()).createRun(...asked);
    },
    onDidChangeRuns,
  };
}
