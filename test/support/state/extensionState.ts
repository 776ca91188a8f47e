import type * as vscode from "vscode";

/**
 * How long VS Code gathers changes before other windows hear of them, in milliseconds (100 there; no test waits that
 * long).
 */
const flushDelay = 5;

type Values = Record<string, unknown>;

export interface StateWindow extends vscode.Memento {
  /** The window's process ends: what is still on its way out is lost, and nothing arrives any more. */
  kill(): void;
}

/**
 * VS Code's `globalState` for one extension, as hard as the real one (`ExtensionMemento`, `MainThreadStorage`, the
 * storage service): ALL keys are ONE value. Every window has its own copy; an update sends that window's whole copy,
 * which replaces the stored value, and later the copies of all windows, also the sender's. A `workspaceState` has one
 * window at a time, and nothing comes back to it: `MainThreadStorage` watches the global one alone.
 */
export class ExtensionState {
  #stored: string;
  readonly #comesBack: boolean;
  readonly #windows = new Set<(text: string) => void>();
  #under = 0;

  /** @param values what is there already */
  constructor(values: Values | ReadonlyMap<string, unknown> = {}, of: "global" | "workspace" = "global") {
    this.#comesBack = of === "global";
    this.#stored = JSON.stringify(values instanceof Map ? Object.fromEntries(values) : values);
  }

  /** What a window would see that is opened now. */
  get values(): Values {
    return JSON.parse(this.#stored) as Values;
  }

  open(): StateWindow {
    let value = this.values;
    let isAlive = true;
    let sending: Promise<void> | undefined;
    const accept = (text: string): void => {
      if (isAlive) value = JSON.parse(text) as Values;
    };
    this.#windows.add(accept);
    const send = async (): Promise<void> => {
      await this.#later(0);
      sending = undefined;
      if (!isAlive) return new Promise(() => undefined);
      const text = JSON.stringify(value);
      await this.#later(0);
      this.#store(text, accept);
      await this.#later(0);
      // The sender is informed of its own change before it learns that it is stored; a change made meanwhile is
      // overwritten.
      if (this.#comesBack) accept(text);
    };
    return {
      keys: () => Object.keys(value).filter((key) => value[key] !== undefined),
      get: <T>(key: string, fallback?: T) => (value[key] === undefined ? fallback : (structuredClone(value[key]) as T)),
      update: (key, wanted: unknown) => {
        value[key] = wanted === undefined ? undefined : JSON.parse(JSON.stringify(wanted));
        return (sending ??= send());
      },
      kill: () => {
        isAlive = false;
        this.#windows.delete(accept);
      },
    };
  }

  /** Waits until every window has heard of every change. */
  async settled(): Promise<void> {
    do await new Promise((resolve) => setTimeout(resolve, flushDelay));
    while (this.#under > 0);
  }

  #store(text: string, sender: (text: string) => void): void {
    this.#stored = text;
    void this.#later(flushDelay).then(() => {
      for (const accept of this.#windows) if (accept !== sender) accept(text);
    });
  }

  async #later(delay: number): Promise<void> {
    this.#under++;
    await new Promise((resolve) => setTimeout(resolve, delay));
    this.#under--;
  }
}
