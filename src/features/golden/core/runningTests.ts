import * as z from "zod";
import { readListOf } from "../../../base/stored.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { GoldenTest } from "./file/goldenTypes.ts";
import type { GoldenRunResult, RunFailure, TestOutcome } from "./goldenResult.ts";
import { testOutcome } from "./testOutcome.ts";

/** Stores the tests in progress so that they outlive the window. */
export interface RunningTestsPlace {
  read(): unknown;
  write(tests: readonly RunningTest[] | undefined): PromiseLike<void>;
}

const schema = z.object({
  id: z.string(),
  connectionId: z.string(),
  runs: z.array(z.object({ attempt: z.int(), runId: z.string() })),
});

/** A test in progress, by the id of its row, and the runs that it has started. */
export type RunningTest = z.infer<typeof schema>;

/**
 * The golden tests in progress. If the window closes meanwhile, nobody checks their runs any more, and the next window
 * has to say so.
 */
export class RunningTests {
  readonly #place: RunningTestsPlace;
  readonly #running = new Map<string, RunningTest>();
  #left: RunningTest[];

  constructor(place: RunningTestsPlace) {
    this.#place = place;
    this.#left = readListOf(schema, place.read());
  }

  /** The tests that an earlier window left in progress. They are given once. */
  takeLeft(): RunningTest[] {
    const left = this.#left;
    this.#left = [];
    if (left.length > 0) this.#write();
    return left;
  }

  start(id: string, connectionId: string): void {
    this.#running.set(id, { id, connectionId, runs: [] });
    this.#write();
  }

  created(id: string, attempt: number, runId: string): void {
    this.#running.get(id)?.runs.push({ attempt, runId });
    this.#write();
  }

  end(id: string): void {
    if (this.#running.delete(id)) this.#write();
  }

  #write(): void {
    const all = [...this.#left, ...this.#running.values()];
    this.#place.write(all.length > 0 ? all : undefined).then(undefined, onUnexpectedError);
  }
}

/** The outcome of a test whose window was closed: its runs continue, and their results count for nothing. */
export function interruptedOutcome(test: GoldenTest, { runs }: RunningTest): TestOutcome {
  const failure: RunFailure = { kind: "lost", sentence: interruptedSentence(runs.length) };
  const results = (runs.length > 0 ? runs : [{ attempt: 1 }]).map((run): GoldenRunResult => ({
    ...run,
    kind: "errored",
    checks: [],
    failure,
  }));
  return { ...testOutcome(test, results), description: "interrupted, run it again" };
}

function interruptedSentence(runs: number): string {
  const why = "The window was closed during this test, so its result is unknown.";
  switch (runs) {
    case 0:
      return `${why} If it started a run, the run is in the Runs view. Run the test again.`;
    case 1:
      return `${why} Its run may continue: open it, or run the test again.`;
    default:
      return `${why} Its ${runs} runs may continue: open them, or run the test again.`;
  }
}
