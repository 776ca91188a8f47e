import * as vscode from "vscode";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { notificationText } from "../../host/errors/notificationText.ts";
import { showError } from "../../host/errors/showError.ts";

/** In milliseconds. Two clicks within this time count as one. */
const doubleClick = 700;

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
 * The runs that a person is starting. A run that is already being created isn't started again unless the person
 * confirms it.
 */
export class StartGuard {
  readonly #underWay = new Map<string, { since: number; isOver: boolean; result: Promise<string | undefined> }>();

  /** Starts the run, or returns the result of the first of two clicks. @returns the run's id */
  once(start: Start, work: Work): Promise<string | undefined> {
    const now = performance.now();
    for (const [key, { since, isOver }] of this.#underWay) {
      if (isOver && now - since >= doubleClick) this.#underWay.delete(key);
    }
    const key = JSON.stringify([start.what, start.connections.active?.id, start.connections.list]);
    const first = this.#underWay.get(key);
    if (!first) return this.#begin(key, work);
    // The first click reports the failure.
    if (now - first.since < doubleClick) return first.result.catch(() => undefined);
    this.#ask(key, start.name, work);
    return Promise.resolve(undefined);
  }

  #begin(key: string, work: Work): Promise<string | undefined> {
    const result = work();
    const started = { since: performance.now(), isOver: false, result };
    this.#underWay.set(key, started);
    const over = (): void => void (started.isOver = true);
    // The person declined and nothing was started, so the next click counts, however soon it comes.
    result.then((runId) => (runId === undefined ? this.#underWay.delete(key) : over()), over);
    return result;
  }

  #ask(key: string, name: string, work: Work): void {
    const again = "Run Once More";
    vscode.window
      .showInformationMessage(notificationText(`${name} is already being sent. No second run was started.`), again)
      .then((chosen) => (chosen === again ? this.#begin(key, work) : undefined))
      .then(undefined, showError);
  }
}
