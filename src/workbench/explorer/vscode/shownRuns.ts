import type * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { MergedStore } from "#runs/store/apps/mergedStore.ts";
import { type AppRun, ownRun, idInApps, appRunOfId } from "#runs/store/apps/runOfApp.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import type { ConnectionServices } from "#workbench/connections/vscode/services.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { Core } from "#workbench/core/core.ts";
import type { RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { severalId, type LayoutStore } from "./layoutStore.ts";

type ShownRunsContext = Pick<ConnectionServices, "activeRuns" | "watched"> & Pick<Core, "connections" | "sessions">;

/** A run of a list as its app has it. */
export interface OwnRun {
  readonly run: Run;
  readonly session: RunsSession;
  /** Absent just after it was removed. */
  readonly connection: Connection | undefined;
}

/** In the window's state. */
const severalKey = "dynamiqRuns.showsSeveralConnections";

/**
 * The runs that the explorer shows: those of the active connection, or of all connections, or some, in one list. The
 * choice belongs to this window and stays over a reload.
 */
export class ShownRuns extends Owner {
  readonly #context: ShownRunsContext;
  readonly #layouts: LayoutStore;
  readonly #window: vscode.Memento;
  readonly #changed = this.owned.add(new Emitter<StoreChange>());
  readonly onDidChange = this.#changed.event;
  /** The runs of several connections; without any while that isn't shown. */
  readonly merged = this.owned.add(new MergedStore());
  #showsSeveral: boolean;
  #activeId: string | undefined;

  constructor(context: ShownRunsContext, layouts: LayoutStore, window: vscode.Memento) {
    super();
    this.#context = context;
    this.#layouts = layouts;
    this.#window = window;
    this.#showsSeveral = window.get(severalKey) === true;
    const { activeRuns, connections } = context;
    this.#activeId = connections.active?.id;
    this.owned.add(this.merged.onDidChange((change) => this.isSeveral && this.#changed.fire(change)));
    this.owned.add(activeRuns.onDidChange((change) => this.isSeveral || this.#changed.fire(change)));
    this.owned.add(connections.onDidChange(() => this.#noteConnections()));
    this.owned.add(layouts.onDidChange(() => this.#follow()));
    this.#follow();
  }

  /** Whether the runs of several connections are in one list. */
  get isSeveral(): boolean {
    return this.#showsSeveral && this.#context.connections.list.length > 0;
  }

  /** The list of several connections, while it is shown. */
  get several(): MergedStore | undefined {
    return this.isSeveral ? this.merged : undefined;
  }

  /** Whose layout, filter and saved views are shown: the active connection's, or those of the list of several. */
  get layoutId(): string | undefined {
    return this.isSeveral ? severalId : this.#context.connections.active?.id;
  }

  get store(): RunLists | undefined {
    return this.several ?? this.#context.activeRuns.session?.store;
  }

  /** The connections whose runs are shown. */
  get connections(): readonly Connection[] {
    const { list, active } = this.#context.connections;
    if (!this.isSeveral) return active ? [active] : [];
    const chosen = this.#layouts.chosenConnections;
    return chosen.length === 0 ? list : chosen;
  }

  /** The layout of the rows. In the list of several its connections are chosen already. */
  get layout(): RunsLayout | undefined {
    const id = this.layoutId;
    if (id === undefined) return undefined;
    const { filter, ...arranged } = this.#layouts.layout(id);
    const { connections: _, ...rest } = filter;
    return { ...arranged, filter: rest };
  }

  /** Shows the runs of all connections, or of the active one alone. */
  show(which: "several" | "one"): void {
    const showsSeveral = which === "several";
    if (this.#showsSeveral === showsSeveral) return;
    this.#showsSeveral = showsSeveral;
    this.#window.update(severalKey, showsSeveral || undefined).then(undefined, onUnexpectedError);
    this.#follow();
    this.#changed.fire({ kind: "all" });
  }

  /** A run of the list as its app has it. @param run as its row shows it */
  own(run: Run): OwnRun | undefined {
    const appRun = appRunOfId(run.id);
    if (!appRun) {
      const { session, connection } = this.#context.activeRuns;
      return session && { run, session, connection };
    }
    const session = this.#context.sessions.get(appRun.connectionId);
    return { run: ownRun(run), session, connection: this.#context.connections.get(appRun.connectionId) };
  }

  /** What a run is called in the list; `undefined` for one of a connection that isn't shown. */
  idOf(appRun: AppRun): string | undefined {
    if (!this.connections.some(({ id }) => id === appRun.connectionId)) return undefined;
    return this.isSeveral ? idInApps(appRun) : appRun.runId;
  }

  /** The connection and the id of a run of the list. */
  appRunOf(id: string): AppRun | undefined {
    const active = this.#context.connections.active;
    return appRunOfId(id) ?? (active && { connectionId: active.id, runId: id });
  }

  /** Reads the runs if that was never done. Of several apps the first one is waited for. */
  async begin(): Promise<void> {
    const { session } = this.#context.activeRuns;
    if (this.several) await this.several.begin();
    else if (session?.store.state.kind === "idle") await session.store.refresh();
  }

  /** Whoever switches to another connection wants to see that one. */
  #noteConnections(): void {
    const { connections } = this.#context;
    const [before, now] = [this.#activeId, connections.active?.id];
    this.#activeId = now;
    const wasRemoved = before === undefined || !connections.get(before);
    if (before !== now && !wasRemoved) this.show("one");
    this.#follow();
    // Each row has the name of its connection.
    if (this.isSeveral) this.#changed.fire({ kind: "all" });
  }

  /** The active and the watched connections are read first: a person waits for these. */
  #follow(): void {
    const { connections, sessions, watched } = this.#context;
    const shown = this.isSeveral ? this.connections : [];
    const first = connections.watched.filter((each) => shown.includes(each));
    const inOrder = [...first, ...shown.filter((each) => !first.includes(each))];
    this.merged.setApps(inOrder.map(({ id }) => ({ connectionId: id, store: sessions.get(id).store })));
    watched.countListed(shown.map(({ id }) => id));
  }
}

/** The list that is shown, and whose layout it has. @throws NothingToDo with buttons to add a connection, without one */
export function requireShown({
  activeRuns,
  shownRuns,
}: Pick<ShownRunsContext, "activeRuns"> & { readonly shownRuns: ShownRuns }): { layoutId: string; store: RunLists } {
  const { layoutId, store } = shownRuns;
  if (layoutId !== undefined && store) return { layoutId, store };
  const { connectionId, store: own } = requireSession(activeRuns);
  return { layoutId: connectionId, store: own };
}
