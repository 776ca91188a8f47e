import { type Disposable, toDisposable } from "./disposable.ts";
import { onUnexpectedError } from "./unexpectedError.ts";

/** Subscribes a listener; the same shape as `vscode.Event`, so that VS Code accepts it. */
export type Event<T> = (listener: (value: T) => unknown, thisArgs?: unknown, disposables?: Disposable[]) => Disposable;

/** A typed event source. If a listener throws, the others are still called. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener, thisArgs, disposables) => {
    const bound = (value: T): unknown => listener.call(thisArgs, value);
    this.#listeners.add(bound);
    const subscription = toDisposable(() => this.#listeners.delete(bound));
    disposables?.push(subscription);
    return subscription;
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        onUnexpectedError(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
