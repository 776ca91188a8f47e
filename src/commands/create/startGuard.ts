import * as vscode from "vscode";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { notificationText } from "../../host/errors/notificationText.ts";

/** Two clicks within this time, in milliseconds, are one that came twice. */
const doubleClick = 700;

interface Start {
  /** What the person knows it by. */
  name: string;
  /** What was clicked, and to do what, with all that makes another click mean something else. */
  what: readonly unknown[];
  /** Their marks tell what is asked before something is sent. */
  connections: Pick<ConnectionStore, "list" | "active">;
}

type Work = () => Promise<string | undefined>;

/** The runs that a person is starting: what is on its way already is not started a second time unless they say so. */
export class StartGuard {
  readonly #underWay = new Map<string, { since: number; isOver: boolean; result: Promise<string | undefined> }>();
  readonly #onError: (error: unknown) => void;

  /** @param onError hears what fails of a start that was asked for a second time */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Starts it, or gives what the first of two clicks makes. @returns the run's id. */
  once(start: Start, work: Work): Promise<string | undefined> {
    const now = performance.now();
    for (const [key, { since, isOver }] of this.#underWay) {
      if (isOver && now - since >= doubleClick) this.#underWay.delete(key);
    }
    const key = JSON.stringify([start.what, start.connections.active?.id, start.connections.list]);
    const first = this.#underWay.get(key);
    if (!first) return this.#begin(key, work);
    // The first click tells what goes wrong.
    if (now - first.since < doubleClick) return first.result.catch(() => undefined);
    this.#ask(key, start.name, work);
    return Promise.resolve(undefined);
  }

  #begin(key: string, work: Work): Promise<string | undefined> {
    const result = work();
    const started = { since: performance.now(), isOver: false, result };
    this.#underWay.set(key, started);
    const over = (): void => void (started.isOver = true);
    // Nothing was started when the person said no: the next click is one of its own, however soon it comes.
    result.then((runId) => (runId === undefined ? this.#underWay.delete(key) : over()), over);
    return result;
  }

  #ask(key: string, name: string, work: Work): void {
    const again = "Run Once More";
    vscode.window
      .showInformationMessage(notificationText(`${name} is already being sent. No second run was started.`), again)
      .then((chosen) => (chosen === again ? this.#begin(key, work) : undefined))
      .then(undefined, this.#onError);
  }
}
