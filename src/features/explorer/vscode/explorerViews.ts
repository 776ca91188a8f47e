import type { Event } from "../../../base/emitter.ts";
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
