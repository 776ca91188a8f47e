/**
 * Batches.
 *
 * A line that can't be sent is kept, with the reason. `batchFolder.ts` stores a batch before anything is sent:
 * `lines.jsonl` has the requests, `states.jsonl` the states. *sending* is written before each request and the outcome
 * after it. `lineOutcome.ts` says what an error means for its line: only a line that was certainly refused is sent
 * again. `lookUp.ts` looks for lines without a response. A run counts as a line's if it has the line's content
 * (`inputShape.ts`) and no other line or run fits. `batchClaim.ts` lets one window work on a batch.
 */

import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { BatchHead, BatchLine, LineCounts, LineState } from "./batchTypes.ts";

/** Writes the state of a line before anybody relies on it. Resolves when it is safely stored. */
type WriteState = (n: number, state: LineState) => Promise<void>;

/** Many runs that are created together: the lines, and the state of each. */
export class Batch implements Disposable {
  readonly head: BatchHead;
  readonly lines: readonly BatchLine[];
  /** The runs that its lines have created, in the order in which we learned of them. */
  readonly runIds: ReadonlySet<string>;
  readonly #states: LineState[];
  readonly #write: WriteState;
  readonly #runIds = new Set<string>();
  readonly #counts: LineCounts;
  readonly #changed = new Emitter<number>();
  /** Fires with the number of the line that has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(head: BatchHead, lines: readonly BatchLine[], states: readonly LineState[], write: WriteState) {
    this.head = head;
    this.lines = lines;
    this.#states = [...states];
    this.#write = write;
    this.runIds = this.#runIds;
    this.#counts = countStates(states);
    for (const state of states) if (state.kind === "created") this.#runIds.add(state.runId);
  }

  get states(): readonly LineState[] {
    return this.#states;
  }

  get counts(): Readonly<LineCounts> {
    return this.#counts;
  }

  /** The lines in one of these states, in their order. */
  numbers(...kinds: readonly LineState["kind"][]): number[] {
    return this.#states.flatMap(({ kind }, n) => (kinds.includes(kind) ? [n] : []));
  }

  /** Records that a line is about to be sent. Only a recorded line may be sent. @throws when it can't be written */
  async begin(n: number): Promise<void> {
    await this.#write(n, { kind: "sending" });
    this.#take(n, { kind: "sending" });
  }

  /** Sets the state of a line. It counts at once. @throws when it can't be written */
  async settle(n: number, state: Exclude<LineState, { kind: "sending" }>): Promise<void> {
    this.#take(n, state);
    await this.#write(n, state);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take(n: number, state: LineState): void {
    const before = this.#states[n];
    if (before) count(this.#counts, before, -1);
    count(this.#counts, state, 1);
    this.#states[n] = state;
    if (state.kind === "created") this.#runIds.add(state.runId);
    this.#changed.fire(n);
  }
}

export function countStates(states: Iterable<LineState>): LineCounts {
  const counts: LineCounts = { waiting: 0, sending: 0, created: 0, failed: 0, invalid: 0, unknown: 0 };
  for (const state of states) count(counts, state, 1);
  return counts;
}

function count(counts: LineCounts, state: LineState, by: 1 | -1): void {
  counts[state.kind] += by;
  if (state.kind === "failed" && state.isInvalid) counts.invalid += by;
}

/** The states of a batch's lines before anything was sent. */
export function firstStates(lines: readonly BatchLine[]): LineState[] {
  return lines.map(({ problem }) =>
    problem === undefined ? { kind: "waiting" } : { kind: "failed", reason: problem, isInvalid: true },
  );
}

/** Marks the lines that a closed window was sending as unknown. They may have been sent and must not be sent again. */
export async function settleInterrupted(batch: Batch): Promise<void> {
  const reason = "The window was closed before the response arrived.";
  await Promise.all(batch.numbers("sending").map(async (n) => batch.settle(n, { kind: "unknown", reason })));
}
