import type { Run } from "../../api/schemas.ts";
import { sameJson } from "../../base/json/sameJson.ts";
import { isTerminal } from "../../model/status.ts";

/** A run, and the moment (a count, not a time) at which its read began. */
interface Entry {
  run: Run;
  moment: number;
}

/** Every known run, each in the version that was requested last. */
export class RunPool {
  readonly #entries = new Map<string, Entry>();

  get(id: string): Run | undefined {
    return this.#entries.get(id)?.run;
  }

  values(): Run[] {
    return [...this.#entries.values()].map(({ run }) => run);
  }

  /** Whether the known version was requested after this moment, so that a response to an earlier request is older. */
  isNewer(id: string, moment: number): boolean {
    return (this.#entries.get(id)?.moment ?? 0) > moment;
  }

  /** Adds a version of a run. @returns the version to keep: the same object if nothing changed. */
  take(run: Run, moment: number): Run {
    const held = this.#entries.get(run.id);
    const kept = held ? this.#choose(held, run, moment) : run;
    this.#entries.set(run.id, { run: kept, moment: Math.max(moment, held?.moment ?? 0) });
    return kept;
  }

  forget(id: string): void {
    this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The version that was requested later; a run that has ended never becomes active again. */
  #choose(held: Entry, run: Run, moment: number): Run {
    const ended = isTerminal(held.run.status);
    if (ended !== isTerminal(run.status)) return ended ? held.run : run;
    return held.moment > moment || sameJson(held.run, run) ? held.run : run;
  }
}
