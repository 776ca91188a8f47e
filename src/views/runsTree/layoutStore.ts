import { randomUUID } from "node:crypto";
import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { freeName } from "../../connections/connection.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { filterProblem, isGroupBy, isSortBy, tidyFilter } from "../../runs/checkFilter.ts";
import type { GroupBy, RunFilter, RunsLayout, SavedView, SortBy } from "../../runs/runFilter.ts";
import { sameJson } from "../../base/sameJson.ts";

const groupByKey = "dynamiqRuns.groupBy";
const sortByKey = "dynamiqRuns.sortBy";
const filterPrefix = "dynamiqRuns.filter.";
const viewsPrefix = "dynamiqRuns.views.";

/** What changed; filters and views are those of one connection. */
export type LayoutChange = { kind: "filter" | "views"; connectionId: string } | { kind: "groupBy" | "sortBy" };

/**
 * How the explorer shows the runs of each connection. The filter belongs to this window, saved views, grouping and order
 * to the person. What storage holds is checked when it is read: other versions wrote it, too.
 */
export class LayoutStore implements Disposable {
  readonly #window: vscode.Memento;
  readonly #person: vscode.Memento;
  readonly #connections: ConnectionStore;
  readonly #onError: (error: unknown) => void;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<LayoutChange>());
  readonly onDidChange = this.#changed.event;

  /** @param window remembers what is this window's alone, `person` what is the same in all of them */
  constructor(
    window: vscode.Memento,
    person: vscode.Memento,
    connections: ConnectionStore,
    onError: (error: unknown) => void,
  ) {
    this.#window = window;
    this.#person = person;
    this.#connections = connections;
    this.#onError = onError;
    this.#disposables.add(connections.onDidChange(() => this.#forgetRemoved()));
    // Another window may have removed a connection meanwhile.
    this.#forgetRemoved();
  }

  layout(connectionId: string): RunsLayout {
    const filter = readFilter(this.#window.get(filterPrefix + connectionId));
    return { filter, groupBy: this.#groupBy, sortBy: this.#sortBy };
  }

  async setFilter(connectionId: string, filter: RunFilter): Promise<void> {
    const wanted = tidyFilter(filter);
    if (sameJson(this.layout(connectionId).filter, wanted)) return;
    await this.#window.update(filterPrefix + connectionId, wanted);
    this.#changed.fire({ kind: "filter", connectionId });
  }

  async setGroupBy(groupBy: GroupBy): Promise<void> {
    if (this.#groupBy === groupBy) return;
    await this.#person.update(groupByKey, groupBy);
    this.#changed.fire({ kind: "groupBy" });
  }

  async setSortBy(sortBy: SortBy): Promise<void> {
    if (this.#sortBy === sortBy) return;
    await this.#person.update(sortByKey, sortBy);
    this.#changed.fire({ kind: "sortBy" });
  }

  views(connectionId: string): readonly SavedView[] {
    const stored: unknown = this.#person.get(viewsPrefix + connectionId);
    return Array.isArray(stored) ? stored.filter(isView).map((view) => ({ ...view, filter: tidyFilter(view.filter) })) : [];
  }

  /** @returns the view, under a name that no other one of the connection bears. */
  async saveView(connectionId: string, name: string, filter: RunFilter): Promise<SavedView> {
    const views = this.views(connectionId);
    const view = { id: randomUUID(), name: freeName(name, views.map((each) => each.name)), filter: tidyFilter(filter) };
    await this.#setViews(connectionId, [...views, view]);
    return view;
  }

  async renameView(connectionId: string, viewId: string, name: string): Promise<void> {
    const views = this.views(connectionId);
    const free = freeName(name, views.filter(({ id }) => id !== viewId).map((each) => each.name));
    await this.#setViews(connectionId, views.map((view) => (view.id === viewId ? { ...view, name: free } : view)));
  }

  async deleteView(connectionId: string, viewId: string): Promise<void> {
    await this.#setViews(connectionId, this.views(connectionId).filter(({ id }) => id !== viewId));
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  get #groupBy(): GroupBy {
    const stored: unknown = this.#person.get(groupByKey);
    return isGroupBy(stored) ? stored : "status";
  }

  get #sortBy(): SortBy {
    const stored: unknown = this.#person.get(sortByKey);
    return isSortBy(stored) ? stored : "newest";
  }

  async #setViews(connectionId: string, views: readonly SavedView[]): Promise<void> {
    if (sameJson(this.views(connectionId), views)) return;
    await this.#person.update(viewsPrefix + connectionId, views);
    this.#changed.fire({ kind: "views", connectionId });
  }

  #forgetRemoved(): void {
    for (const [memento, prefix] of [[this.#window, filterPrefix], [this.#person, viewsPrefix]] as const) {
      for (const key of memento.keys()) {
        if (!key.startsWith(prefix) || this.#connections.get(key.slice(prefix.length))) continue;
        memento.update(key, undefined).then(undefined, this.#onError);
      }
    }
  }
}

function readFilter(stored: unknown): RunFilter {
  return filterProblem(stored) === undefined ? tidyFilter(stored as RunFilter) : {};
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, filter } = value as Partial<Record<keyof SavedView, unknown>>;
  return typeof id === "string" && typeof name === "string" && filterProblem(filter) === undefined;
}
