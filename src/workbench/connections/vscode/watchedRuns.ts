import type { ApiError } from "#api/errors.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { type PendingInputRequest, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { waitingList } from "#runs/store/polling/waitingPoll.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
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
  /** The connections whose runs are in the list of several. */
  #listed: ReadonlySet<string> = new Set();
  readonly #changed = this.owned.add(new Emitter<void>());
  /** Fires when runs, or the watched connections, may have changed; often in bursts. */
  readonly onDidChange = this.#changed.event;

  constructor(connections: ConnectionStore, sessions: RunsSessions) {
    super();
    this.#connections = connections;
    this.#sessions = sessions;
    this.owned.add(connections.onDidChange(() => this.#changed.fire()));
    const isCounted = (id: string): boolean => this.#counted.some((connection) => connection.id === id);
    this.owned.add(sessions.onDidChange((id) => isCounted(id) && this.#changed.fire()));
  }

  /** Counts what waits in these connections too, as a list in the *Runs* view reads them. Nothing polls them here. */
  countListed(ids: readonly string[]): void {
    if (ids.length === this.#listed.size && ids.every((id) => this.#listed.has(id))) return;
    this.#listed = new Set(ids);
    this.#changed.fire();
  }

  get #counted(): readonly Connection[] {
    const { watched, list } = this.#connections;
    return [...watched, ...list.filter((each) => this.#listed.has(each.id) && !watched.includes(each))];
  }

  /** The connections that are polled for waiting runs, the active one first. */
  get apps() {
    return this.#connections.watched.map((connection) => ({ connection, session: this.#sessions.get(connection.id) }));
  }

  /** The counts in the order of {@link apps}, then those of the other connections in the list of several. */
  get counts(): WaitingCount[] {
    return this.#counted.map(({ id, name }) => {
      const { count, error, errorAt } = waitingList(this.#sessions.get(id).store);
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
