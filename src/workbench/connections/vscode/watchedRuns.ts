import type { ApiError } from "#api/errors.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { type PendingInputRequest, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { waitingList } from "#runs/store/polling/waitingPoll.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

/** How many known runs wait in an app. */
export interface WaitingCount {
  readonly name: string;
  readonly waiting: number;
  /** Why the last read failed, and when, in milliseconds since the epoch. */
  readonly problem?: { readonly error: ApiError; readonly at: number };
}

/** The runs of the active connection and of all other watched ones. */
export class WatchedRuns extends Owner {
  readonly #connections: ConnectionStore;
  readonly #sessions: RunsSessions;
  readonly #changed = this.owned.add(new Emitter<void>());
  /** Fires when runs, or the watched connections, may have changed; often in bursts. */
  readonly onDidChange = this.#changed.event;

  constructor(connections: ConnectionStore, sessions: RunsSessions) {
    super();
    this.#connections = connections;
    this.#sessions = sessions;
    this.owned.add(connections.onDidChange(() => this.#changed.fire()));
    const isWatched = (id: string): boolean => connections.watched.some((connection) => connection.id === id);
    this.owned.add(sessions.onDidChange((id) => isWatched(id) && this.#changed.fire()));
  }

  /** The connections that are polled for waiting runs, the active one first. */
  get apps() {
    return this.#connections.watched.map((connection) => ({ connection, session: this.#sessions.get(connection.id) }));
  }

  /** The counts in the order of {@link apps}. */
  get counts(): WaitingCount[] {
    return this.apps.map(({ connection: { name }, session }) => {
      const { count, error, errorAt } = waitingList(session.store);
      return { name, waiting: count, problem: error && errorAt !== undefined ? { error, at: errorAt } : undefined };
    });
  }

  get requests(): PendingInputRequest[] {
    return this.apps.flatMap(({ connection: { id: connectionId }, session }) =>
      waitingList(session.store).runs.flatMap((run) =>
        pendingInputRequests(run).map((request) => ({ connectionId, run, request })),
      ),
    );
  }

  /** Looks for waiting runs in all of them at once. A failure is in {@link counts}. */
  async refresh(): Promise<void> {
    await Promise.all(this.apps.map(({ session: { store } }) => store.read(waitingList(store).query)));
  }
}
