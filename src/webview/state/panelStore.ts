import { type PanelAction, type PanelState, reducePanel } from "./panelState.ts";

export type Dispatch = (action: PanelAction) => void;
type Listener = (state: PanelState, action: PanelAction) => void;

/** Holds the panel's state; every change goes through the reducer. */
export class PanelStore {
  #state: PanelState;
  readonly #listeners: Listener[] = [];

  constructor(initial: PanelState) {
    this.#state = initial;
  }

  get state(): PanelState {
    return this.#state;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  readonly dispatch: Dispatch = (action) => {
    const next = reducePanel(this.#state, action);
    this.#state = next;
    for (const listener of this.#listeners) listener(next, action);
  };
}
