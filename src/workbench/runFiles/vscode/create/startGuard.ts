import { showError } from "#host/errors/showError.ts";
import { notify } from "#host/notifications.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

interface Start {
  /** The name that the person knows it by. */
  name: string;
  /** The thing that was clicked, and everything that makes another click mean something else. */
  what: readonly unknown[];
  /** Their marks decide whether to ask before something is sent. */
  connections: Pick<ConnectionStore, "list" | "active">;
}

type Work = () => Promise<string | undefined>;

/**
 * The runs that a person is starting. A start that is under way isn't started again unless the person confirms it. One
 * that has ended or failed doesn't count, however short ago that was: the next click starts anew.
 */
export class StartGuard {
  readonly #underWay = new Map<string, Promise<string | undefined>>();

  /** Starts the run, or says that it is being started and returns the result of that. @returns the run's id */
  once(start: Start, work: Work): Promise<string | undefined> {
    const key = JSON.stringify([start.what, start.connections.active?.id, start.connections.list]);
    const first = this.#underWay.get(key);
    if (!first) return this.#begin(key, work);
    this.#ask(key, start.name, work);
    // The first click reports the failure.
    return first.catch(() => undefined);
  }

  #begin(key: string, work: Work): Promise<string | undefined> {
    const result = work();
    this.#underWay.set(key, result);
    const end = (): void => {
      if (this.#underWay.get(key) === result) this.#underWay.delete(key);
    };
    result.then(end, end);
    return result;
  }

  #ask(key: string, name: string, work: Work): void {
    const again = "Start Another Run";
    notify(`${name} is already being sent. No second run was started.`, again)
      .then((chosen) => (chosen === again ? this.#begin(key, work) : undefined))
      .then(undefined, showError);
  }
}
