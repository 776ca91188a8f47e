import type { Disposable } from "../../../base/disposable.ts";
import { JoinedCalls } from "../../../base/joinedCalls.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunFacts } from "../../../runs/facts/runFacts.ts";
import type { IndexChange, RunIndex } from "./runIndex.ts";

/** In milliseconds: facts that nobody has asked for since then are forgotten. */
const keptFor = 300_000;

/**
 * The facts of an index's runs. They are kept for a while, because reading those of 20,000 runs takes a third of a
 * second, and Insights asks for them after each choice and each new run.
 */
export class KeptFacts implements Disposable {
  readonly #index: Pick<RunIndex, "facts" | "coverage" | "onDidChange">;
  readonly #subscription: Disposable;
  #kept: Map<string, RunFacts> | undefined;
  readonly #reading = new JoinedCalls<void>();
  #forgetting: ReturnType<typeof setTimeout> | undefined;
  #era = 0;

  constructor(index: Pick<RunIndex, "facts" | "coverage" | "onDidChange">) {
    this.#index = index;
    this.#subscription = index.onDidChange((change) => this.#take(change));
  }

  /** What is known of each run, in no order. */
  async all(): Promise<RunFacts[]> {
    // Another window may have written runs, this one may have while it read, and runs that are too old leave.
    const { indexed } = await this.#index.coverage();
    if (!this.#kept || wholeRuns(this.#kept) !== indexed) await this.#reading.run("", () => this.#read());
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => this.#forget(), keptFor);
    this.#forgetting.unref();
    return [...(this.#kept?.values() ?? [])];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#forget();
  }

  async #read(): Promise<void> {
    const era = this.#era;
    const all = await this.#index.facts();
    const kept = new Map(all.map((facts) => [facts.id, facts]));
    // Cleared while it was read.
    this.#kept = era === this.#era ? kept : undefined;
  }

  #take(change: IndexChange): void {
    if (change.kind === "cleared") this.#forget();
    if (change.kind === "removed") this.#kept?.delete(change.id);
    if (change.kind === "run") this.#kept?.set(change.facts.id, change.facts);
  }

  #forget(): void {
    clearTimeout(this.#forgetting);
    this.#era++;
    this.#kept = undefined;
  }
}

/** As the index counts them: runs that have ended, with all their events. */
function wholeRuns(facts: ReadonlyMap<string, RunFacts>): number {
  let count = 0;
  for (const { hasEvents, status } of facts.values()) if (hasEvents && isTerminal(status)) count++;
  return count;
}
