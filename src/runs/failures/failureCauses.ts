import type { Run } from "../../api/schemas.ts";
import { factsOfRun } from "../facts/factsOfRun.ts";
import type { RunFacts } from "../facts/runFacts.ts";
import { type Cause, causesOf, Fingerprints } from "./causes.ts";

/** The causes of known failed runs. What was found out about a run is kept as long as the run doesn't change. */
export class FailureCauses {
  readonly #prints = new Fingerprints();
  readonly #facts = new WeakMap<Run, RunFacts>();
  /** By the id of their run. */
  #indexed: ReadonlyMap<string, RunFacts> = new Map();

  /** Takes what the index knows: the tool that failed is only in a run's events. @returns whether that is new */
  learn(facts: readonly RunFacts[]): boolean {
    const failed = facts.filter(({ error }) => error);
    if (failed.length === this.#indexed.size && failed.every((each) => this.#indexed.get(each.id) === each))
      return false;
    this.#indexed = new Map(failed.map((each) => [each.id, each]));
    return true;
  }

  /** @returns those with most runs first */
  of(runs: readonly Run[]): Cause[] {
    return causesOf(
      runs.filter(({ status }) => status === "failed").map((run) => this.#factsOf(run)),
      this.#prints,
    );
  }

  /** The causes of runs whose facts are known. */
  ofFacts(facts: readonly RunFacts[]): Cause[] {
    return causesOf(facts, this.#prints);
  }

  #factsOf(run: Run): RunFacts {
    const known = this.#indexed.get(run.id) ?? this.#facts.get(run);
    if (known) return known;
    const facts = factsOfRun(run);
    this.#facts.set(run, facts);
    return facts;
  }
}
