import { randomUUID } from "node:crypto";
import type * as vscode from "vscode";
import * as z from "zod";
import { Owner } from "#base/disposable.ts";
import { Emitter, type Event } from "#base/emitter.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { readAs } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { UserError } from "#host/errors/userError.ts";
import { listQueryOf, queryTextOf } from "#runs/query/listQuery.ts";
import { filterProblem, type GivenFilter, type RunFilter, tidyFilter } from "#runs/store/runFilter.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { StateFolder } from "#storage/stateFolder.ts";
import { type Connection, freeName, nextOrder } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { findConnection, shownQuery, storedQuery } from "#workbench/core/connections/storedQuery.ts";
import { type GroupBy, isGroupBy, isSortBy, type RunsLayout } from "#workbench/explorer/core/runsLayout.ts";
import { type WaitingRead, waitingReadSchema } from "#workbench/explorer/core/waitingReads.ts";

/** The keys of the arrangement among the preferences. */
const preferenceKeys: Readonly<Record<keyof Arrangement, string>> = {
  groupBy: "dynamiqRuns.groupBy",
  sortBy: "dynamiqRuns.sortBy",
};
const filterPrefix = "dynamiqRuns.filter.";

/** In place of a connection's id: the layout, filter and saved views of the list of several connections. */
export const severalId = "several";
/** How that list can be grouped: the others are about one app. */
export const severalGroups: ReadonlySet<GroupBy> = new Set(["status", "user", "day"]);

interface StoredView {
  connectionId: string;
  view: { id: string; name: string; query: string };
  /** The position of the view in the list: when it was saved, in milliseconds since the epoch. */
  order: number;
}

/** The grouping and the order. */
export type Arrangement = Pick<RunsLayout, "groupBy" | "sortBy">;

/** Rows beside the saved views that a feature adds. */
export interface ViewSource {
  /** What they are, in the plural, as a title: *Batches*. */
  readonly title: string;
  readonly onDidChange: Event<unknown>;
  /** The views of a connection, in order. */
  views(connectionId: string): readonly SavedView[];
  /** A view of the source, by its id. */
  get(viewId: string): NamedView | undefined;
  rename(viewId: string, name: string): Promise<void>;
  remove(viewId: string): Promise<void>;
}

/** A view of another feature. */
interface NamedView {
  id: string;
  name: string;
  /** What it is: *batch*. */
  noun: string;
  /** What is lost with it, as a sentence; empty when nothing is. */
  loss: string;
}

interface LayoutStorage {
  /** Shared by all windows. */
  views: EntityStore<StoredView>;
  /** Shared by all windows. */
  preferences: Pick<EntityStore<unknown>, "get" | "put" | "onDidChange">;
  window: vscode.Memento;
}

/**
 * The layout of each connection's runs in the explorer. The filter belongs to this window; saved views, grouping and
 * order are shared. Stored values are checked on reading, since other versions write them, too. A query has the names of
 * connections and is stored with their ids, so it follows a rename and ends with its connections. Other features add
 * rows beside the saved views.
 */
export class LayoutStore extends Owner {
  readonly #storage: LayoutStorage;
  readonly #connections: ConnectionStore;
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #sources: ViewSource[] = [];

  constructor(storage: LayoutStorage, connections: ConnectionStore) {
    super();
    this.#storage = storage;
    this.#connections = connections;
    this.owned.add(connections.onDidChange(() => this.#forgetRemoved()));
    this.owned.add(storage.views.onDidChange(() => this.#changed.fire()));
    this.owned.add(storage.preferences.onDidChange(() => this.#changed.fire()));
    // Another window may have removed a connection in the meantime.
    this.#forgetRemoved();
  }

  layout(connectionId: string): RunsLayout {
    const filter = this.#named(this.#stored(connectionId));
    const { groupBy, sortBy } = this.#arrangement;
    const canGroup = connectionId !== severalId || severalGroups.has(groupBy);
    return { filter, groupBy: canGroup ? groupBy : "status", sortBy };
  }

  /** Stores the filter as it is: not each one can be written as a query. @throws UserError about an invalid field */
  async setFilter(connectionId: string, filter: RunFilter): Promise<void> {
    const tidied = tidyFilter(filter);
    const problem = filterProblem(tidied);
    if (problem) throw new UserError(`The filter wasn't changed. ${problem}`);
    const stored = this.#keyed(tidied);
    if (sameJson(this.#stored(connectionId), stored)) return;
    await this.#storage.window.update(filterPrefix + connectionId, stored);
    this.#changed.fire();
  }

  /** The connections to which the filter limits the list of several; none for all of them. */
  get chosenConnections(): readonly Connection[] {
    const { connections = [] } = this.#stored(severalId);
    return connections.flatMap((id) => this.#connection(id) ?? []);
  }

  async arrange<Part extends keyof Arrangement>(part: Part, value: Arrangement[Part]): Promise<void> {
    if (this.#arrangement[part] === value) return;
    await this.#storage.preferences.put(preferenceKeys[part], value);
    this.#changed.fire();
  }

  addSource(source: ViewSource): void {
    this.#sources.push(source);
    this.owned.add(source.onDidChange(() => this.#changed.fire()));
  }

  /** The name of the row above all views: *Saved Views & Batches*. */
  get title(): string {
    return ["Saved Views", ...this.#sources.map(({ title }) => title)].join(" & ");
  }

  /** The source that has a view, with the view. */
  sourceOf(viewId: string): { source: ViewSource; view: NamedView } | undefined {
    for (const source of this.#sources) {
      const view = source.get(viewId);
      if (view) return { source, view };
    }
    return undefined;
  }

  /** The saved views, and after them those of other features. */
  allViews(connectionId: string): readonly SavedView[] {
    return [...this.views(connectionId), ...this.#sources.flatMap((source) => source.views(connectionId))];
  }

  /** The saved views of a connection, in the order in which they were saved. */
  views(connectionId: string): readonly SavedView[] {
    return this.#own(connectionId).flatMap(({ view }) => this.#shown(view, connectionId) ?? []);
  }

  /** @returns the view, with a name that no other view of the connection has @throws StorageError */
  async saveView(connectionId: string, name: string, query: string): Promise<SavedView> {
    const taken = this.views(connectionId).map((each) => each.name);
    const view = { id: randomUUID(), name: freeName(name, taken), query: storedQuery(this.#connections, query) };
    await this.#storage.views.add(idOf(connectionId, view.id), {
      connectionId,
      view,
      order: nextOrder(this.#own(connectionId)),
    });
    this.#changed.fire();
    return this.#shown(view, connectionId) ?? shownView(view, connectionId);
  }

  /** @throws StorageError */
  async renameView(connectionId: string, viewId: string, name: string): Promise<void> {
    const views = this.views(connectionId);
    const free = freeName(
      name,
      views.filter(({ id }) => id !== viewId).map((each) => each.name),
    );
    if (!views.some(({ id, name: before }) => id === viewId && before !== free)) return;
    await this.#storage.views.update(
      idOf(connectionId, viewId),
      (stored) => stored && { ...stored, view: { ...stored.view, name: free } },
    );
    this.#changed.fire();
  }

  /** @throws StorageError */
  async deleteView(connectionId: string, viewId: string): Promise<void> {
    if (!this.views(connectionId).some(({ id }) => id === viewId)) return;
    await this.#storage.views.delete(idOf(connectionId, viewId));
    this.#changed.fire();
  }

  /** A filter as it is stored, with the ids of connections. */
  #stored(connectionId: string): RunFilter {
    return readAs(filterSchema, this.#storage.window.get(filterPrefix + connectionId)) ?? {};
  }

  #connection(value: string): Connection | undefined {
    return findConnection(this.#connections, value);
  }

  /** A stored filter with the current names of connections. Those that are gone are left out. */
  #named(filter: RunFilter): RunFilter {
    const connections = filter.connections?.flatMap((id) => this.#connection(id)?.name ?? []);
    return connections ? tidyFilter({ ...filter, connections }) : filter;
  }

  /** A filter with the ids of connections. @throws UserError about a name that no connection has */
  #keyed(filter: RunFilter): RunFilter {
    const ids = filter.connections?.map((name) => {
      const connection = this.#connection(name);
      if (connection) return connection.id;
      const names = this.#connections.list.map((each) => each.name).join(", ");
      throw new UserError(`connections: no connection is named “${name}”. Choose from these: ${names}.`);
    });
    return ids ? tidyFilter({ ...filter, connections: ids }) : filter;
  }

  /** A view with the current names of connections; `undefined` if all of its connections are gone. */
  #shown(stored: StoredView["view"], connectionId: string): SavedView | undefined {
    const view = shownView(stored, connectionId);
    if (view.isSearch) return this.#shownSearch(view);
    if (!view.filter.connections) return view;
    const filter = this.#named(view.filter);
    return filter.connections && { ...view, filter, query: queryTextOf(filter) };
  }

  #shownSearch(view: SavedView): SavedView | undefined {
    const query = shownQuery(this.#connections, view.query ?? "");
    if (query === view.query) return view;
    return query === undefined ? undefined : { ...view, query };
  }

  get #arrangement(): Arrangement {
    const { preferences } = this.#storage;
    const [groupBy, sortBy]: unknown[] = [
      preferences.get(preferenceKeys.groupBy),
      preferences.get(preferenceKeys.sortBy),
    ];
    return { groupBy: isGroupBy(groupBy) ? groupBy : "status", sortBy: isSortBy(sortBy) ? sortBy : "newest" };
  }

  #own(connectionId: string): StoredView[] {
    const own = this.#storage.views
      .entries()
      .flatMap(([, stored]) => (stored.connectionId === connectionId ? [stored] : []));
    return own.sort((a, b) => a.order - b.order);
  }

  #forgetRemoved(): void {
    const { window } = this.#storage;
    for (const key of window.keys()) {
      if (key.startsWith(filterPrefix) && this.#connections.wasRemoved(key.slice(filterPrefix.length))) {
        window.update(key, undefined).then(undefined, onUnexpectedError);
      }
    }
  }
}

/** Each row of the explorer asks for the views, and reading a query takes much longer than drawing a row. */
const viewCache = new WeakMap<StoredView["view"], SavedView>();

/** What the app's list answers is listed in the explorer, and the rest is searched. */
function shownView(view: StoredView["view"], connectionId: string): SavedView {
  const cachedView = viewCache.get(view);
  if (cachedView) return cachedView;
  const filter = listQueryOf(view.query, connectionId === severalId);
  const shown: SavedView = filter ? { ...view, filter } : { ...view, filter: {}, isSearch: true };
  viewCache.set(view, shown);
  return shown;
}

const filterSchema = z.custom<GivenFilter>((value) => filterProblem(value) === undefined).transform(tidyFilter);
const viewSchema = z.looseObject({ id: z.string(), name: z.string(), query: z.string() });
export const storedViewSchema = z.object({ connectionId: z.string(), view: viewSchema, order: z.number().catch(0) });

function idOf(connectionId: string, viewId: string): string {
  return JSON.stringify([connectionId, viewId]);
}

export interface ExplorerStores {
  views: EntityStore<StoredView>;
  waitingReads: EntityStore<WaitingRead>;
}

export function explorerStores(folder: StateFolder): ExplorerStores {
  return {
    views: folder.entities("views", { what: "saved views", schema: storedViewSchema }),
    waitingReads: folder.entities("waitingReads", { what: "polling times", schema: waitingReadSchema }),
  };
}
