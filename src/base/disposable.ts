/** Anything that can be disposed. VS Code's own `Disposable` fits. */
export interface Disposable {
  dispose(): void;
}

/** Makes a disposable of a function; the function runs once at most. */
export function toDisposable(run: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      run();
    },
  };
}

/** Owns disposables and disposes them in reverse order. One that is added later is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #disposed = false;

  get isDisposed(): boolean {
    return this.#disposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}

/** Owns disposables, which are disposed with it. */
export abstract class Owner implements Disposable {
  protected readonly owned = new DisposableStore();

  dispose(): void {
    this.owned.dispose();
  }
}
