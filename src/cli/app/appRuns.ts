import { RunsClient } from "../../api/client.ts";
import type { RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import type { RunsOfApp } from "../../runs/create/runsOfApp.ts";
import { UnconfirmedCreates } from "../../runs/create/unconfirmedCreates.ts";
import { RunWatcher } from "../../runs/live/runWatcher.ts";
import type { AppPlace } from "./appPlace.ts";

/** Number of runs that don't start in the time that a look-up reaches back. */
const knownAtStart = 100;

/** The runs of the app that a command talks to, as far as starting and following them needs. */
export class AppRuns implements RunsOfApp {
  readonly connectionId: string;
  readonly creates: UnconfirmedCreates;
  readonly watcher: RunWatcher;
  readonly store: RunsOfApp["store"];
  readonly #api: RunsApi;
  readonly #runs = new Map<string, Run>();

  /** @param baseUrl the app's origin */
  constructor(baseUrl: string, api: RunsApi) {
    this.connectionId = baseUrl;
    this.#api = api;
    const note = (run: Run): void => void this.#runs.set(run.id, run);
    this.store = { upsert: note };
    this.watcher = new RunWatcher({ api: this.api, onRun: note });
    this.creates = new UnconfirmedCreates({ api: this.api, known: () => [...this.#runs.values()] });
  }

  readonly api = async (): Promise<RunsApi> => this.#api;

  /** The caller already knows the runs that it starts here. */
  noteStarted(): void {}

  /**
   * Reads the newest runs before the first one is started. Without them, a request that is lost on its way could be
   * taken for an equal one of a minute ago. An app that can't be reached, or refuses the key, is noticed by this before
   * anything is sent.
   *
   * @throws ApiError
   */
  async learn(signal: AbortSignal): Promise<void> {
    const { data } = await this.#api.listRuns({ sort: "-started_at", page_size: knownAtStart }, { signal });
    for (const run of data) this.store.upsert(run);
  }

  /** A run as it was last read. */
  known(runId: string): Run | undefined {
    return this.#runs.get(runId);
  }

  async close(): Promise<void> {
    this.watcher.dispose();
    await this.#api.close();
  }
}

/** The network is what the environment says: HTTP_PROXY, HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS. */
export function openApp({ baseUrl, accessKey }: AppPlace, userAgent: string): AppRuns {
  return new AppRuns(baseUrl, new RunsClient({ baseUrl, accessKey, userAgent }));
}
