import { type Disposable, Owner, toDisposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import type { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

/** The runs of the active connection, also after a switch. The explorer and the public API use it. */
export class ActiveRuns extends Owner {
  readonly #connections: ConnectionStore;
  readonly #sessions: RunsSessions;
  readonly #changed = this.owned.add(new Emitter<StoreChange>());
  #subscription: Disposable | undefined;
  #session: RunsSession | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(connections: ConnectionStore, sessions: RunsSessions) {
    super();
    this.#connections = connections;
    this.#sessions = sessions;
    this.owned.add(toDisposable(() => this.#subscription?.dispose()));
    this.owned.add(connections.onDidChange(() => this.#follow()));
    this.#follow();
  }

  get connection(): Connection | undefined {
    return this.#connections.active;
  }

  get session(): RunsSession | undefined {
    return this.#session;
  }

  #follow(): void {
    const active = this.#connections.active;
    this.#session = active && this.#sessions.get(active.id);
    this.#subscription?.dispose();
    this.#subscription = this.#session?.store.onDidChange((change) => this.#changed.fire(change));
    this.#changed.fire({ kind: "all" });
  }
}
