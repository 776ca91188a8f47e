import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { Emitter, type Event } from "../../../base/emitter.ts";
import type { RunsLayout } from "../../../runs/store/runsLayout.ts";
import type { SavedView } from "../../../runs/store/savedView.ts";

/** Rows beside the saved views that a feature adds. */
export interface ViewSource {
  readonly onDidChange: Event<unknown>;
  /** Of a connection, in order. */
  views(connectionId: string): readonly SavedView[];
  /** A view of the source, by its id. */
  get(viewId: string): NamedView | undefined;
  rename(viewId: string, name: string): Promise<void>;
  remove(viewId: string): Promise<void>;
}

/** A view of another feature. */
export interface NamedView {
  id: string;
  name: string;
  /** What it is: *batch*. */
  noun: string;
  /** What is lost with it, as a sentence; empty when nothing is. */
  loss: string;
}

/** A layout with what other features show after the saved views. */
export class ExplorerViews implements LayoutSource, Disposable {
  readonly #layouts: LayoutSource;
  readonly #sources: ViewSource[] = [];
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<unknown>());
  readonly onDidChange = this.#changed.event;

  constructor(layouts: LayoutSource) {
    this.#layouts = layouts;
    this.#disposables.add(layouts.onDidChange((change) => this.#changed.fire(change)));
  }

  add(source: ViewSource): void {
    this.#sources.push(source);
    this.#disposables.add(source.onDidChange((change) => this.#changed.fire(change)));
  }

  /** The source that has a view, with the view. */
  sourceOf(viewId: string): { source: ViewSource; view: NamedView } | undefined {
    for (const source of this.#sources) {
      const view = source.get(viewId);
      if (view) return { source, view };
    }
    return undefined;
  }

  layout(connectionId: string): RunsLayout {
    return this.#layouts.layout(connectionId);
  }

  views(connectionId: string): readonly SavedView[] {
    return [...this.#layouts.views(connectionId), ...this.#sources.flatMap((source) => source.views(connectionId))];
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/** The layout of a connection's runs. */
export interface LayoutSource {
  layout(connectionId: string): RunsLayout;
  views(connectionId: string): readonly SavedView[];
  readonly onDidChange: Event<unknown>;
}
