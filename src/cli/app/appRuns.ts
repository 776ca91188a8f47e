import { RunsClient } from "#api/client.ts";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { AttachmentService } from "#runs/create/attachmentService.ts";
import { CreateJournal, type JournalEntry } from "#runs/create/createJournal.ts";
import { RunCreator } from "#runs/create/runCreator.ts";
import type { RunsOfApp } from "#runs/create/runsOfApp.ts";
import { UnconfirmedCreates } from "#runs/create/unconfirmedCreates.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { MemoryEntities } from "#storage/memoryEntities.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { AppAddress } from "./appAddress.ts";

/** Number of runs that don't start in the time that a look-up reaches back. */
const maxRememberedRuns = 100;

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

  /**
   * Reads the newest runs before the first one is started. Without them, a request that is lost on its way could be
   * taken for an equal one of a minute ago. An app that can't be reached, or refuses the key, is noticed by this before
   * anything is sent.
   *
   * @throws ApiError
   */
  async learn(signal: AbortSignal): Promise<void> {
    const { data } = await this.#api.listRuns({ sort: "-started_at", page_size: maxRememberedRuns }, { signal });
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
export function openApp({ baseUrl, accessKey }: AppAddress, userAgent: string): AppRuns {
  return new AppRuns(baseUrl, new RunsClient({ baseUrl, accessKey, userAgent }));
}

/** Answers are sent once, and looked up when their response is lost, as in the extension. */
export function openAnswers(app: AppRuns): AnswerService {
  return new AnswerService({
    api: app.api,
    onRun: (_, run) => app.watcher.take(run),
    confirm: async () => true,
    storage: { drafts: new MemoryEntities(), records: new MemoryEntities() },
  });
}

/**
 * Starts runs as the extension does, and remembers nothing after the command. The journal of the extension is for the
 * next window, which looks for a request that was on its way when the window was closed. A command has no next window,
 * and in CI not even a disk that stays: it looks for a lost response itself before it ends, whatever ends it but a
 * kill.
 */
export function openCreator(): RunCreator {
  let entries: readonly JournalEntry[] | undefined;
  const journal = new CreateJournal({
    read: () => entries,
    write: async (written) => void (entries = written),
  });
  return new RunCreator({
    attachments: new AttachmentService({ list: () => [], add: async () => undefined, forget: async () => {} }),
    journal,
    started: { noteSent: async () => {} },
    addressOf: (connectionId) => connectionId,
    onError: onUnexpectedError,
  });
}
