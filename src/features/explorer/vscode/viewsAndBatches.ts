import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { Emitter } from "../../../base/emitter.ts";
import type { RunsLayout, SavedView } from "../../../runs/store/filters/runFilter.ts";
import type { BatchStore } from "../../batches/core/batchStore.ts";
import { batchView } from "../../batches/core/batchView.ts";
import type { LayoutSource } from "./runsTree.ts";

/** A layout with the batches of its connection after the saved views, the latest one first. */
export class ViewsAndBatches implements LayoutSource, Disposable {
  readonly #layouts: LayoutSource;
  readonly #batches: BatchStore;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<unknown>());
  readonly onDidChange = this.#changed.event;

  constructor(layouts: LayoutSource, batches: BatchStore) {
    this.#layouts = layouts;
    this.#batches = batches;
    this.#disposables.add(layouts.onDidChange((change) => this.#changed.fire(change)));
    this.#disposables.add(batches.onDidChange((change) => this.#changed.fire(change)));
  }

  layout(connectionId: string): RunsLayout {
    return this.#layouts.layout(connectionId);
  }

  views(connectionId: string): readonly SavedView[] {
    const own = this.#batches.list.filter(({ head }) => head.connectionId === connectionId);
    return [...this.#layouts.views(connectionId), ...own.map(batchView).reverse()];
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
