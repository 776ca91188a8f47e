import type { Run } from "../../api/schemas.ts";
import { factsOfRun } from "../facts/factsOfRun.ts";
import type { RunFacts } from "../facts/runFacts.ts";
import { type Cause, causesOf, Fingerprints } from "./causes.ts";

/** The causes of known failed runs. What was found out about a run is kept as long as the run doesn't change. */
export class FailureCauses {
  readonly #prints = new Fingerprints();
  readonly #facts = new WeakMap<Run, RunFacts>();

  /** @returns those with most runs first */
  of(runs: readonly Run[]): Cause[] {
    return causesOf(
      runs.filter(({ status }) => status === "failed").map((run) => this.#factsOf(run)),
      this.#prints,
    );
  }

  ofFacts(facts: readonly RunFacts[]): Cause[] {
    return causesOf(facts, this.#prints);
  }

  #factsOf(run: Run): RunFacts {
    const known = this.#facts.get(run);
    if (known) return known;
    const facts = factsOfRun(run);
    this.#facts.set(run, facts);
    return facts;
  }
}
