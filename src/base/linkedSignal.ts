/** One signal that is aborted when any of its parents is, until it is released. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Stops listening to the parents, which may live much longer. */
  release(): void;
}

export function linkSignals(parents: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const listened = parents.filter((parent) => parent !== undefined);
  for (const parent of listened) {
    if (parent.aborted) abort();
    else parent.addEventListener("abort", abort, { once: true });
  }
  return {
    signal: controller.signal,
    release() {
      for (const parent of listened) parent.removeEventListener("abort", abort);
    },
  };
}
