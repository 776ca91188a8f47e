import type { Disposable } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import type { BatchHead, BatchLine, LineCounts, LineState } from "./batchTypes.ts";

/** Where the states of a batch are written before anything is made of them. */
export interface BatchJournal {
  /** Resolves when it is safe. */
  write(n: number, state: LineState): Promise<void>;
}

/** Many runs that are created together: its lines, and what is known of each. */
export class Batch implements Disposable {
  readonly head: BatchHead;
  readonly lines: readonly BatchLine[];
  /** The runs that its lines have become, in the order in which that was known. */
  readonly runIds: ReadonlySet<string>;
  readonly #states: LineState[];
  readonly #journal: BatchJournal;
  readonly #runIds = new Set<string>();
  readonly #counts: LineCounts;
  readonly #changed = new Emitter<number>();
  /** Tells which line has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(head: BatchHead, lines: readonly BatchLine[], states: readonly LineState[], journal: BatchJournal) {
    this.head = head;
    this.lines = lines;
    this.#states = [...states];
    this.#journal = journal;
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

  /** Says that a line is about to be sent. Only what this has written may be sent. @throws when it cannot be written */
  async begin(n: number): Promise<void> {
    await this.#journal.write(n, { kind: "sending" });
    this.#take(n, { kind: "sending" });
  }

  /** Takes what has become of a line. It counts at once. @throws when it cannot be written */
  async settle(n: number, state: Exclude<LineState, { kind: "sending" }>): Promise<void> {
    this.#take(n, state);
    await this.#journal.write(n, state);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #take(n: number, state: LineState): void {
    const before = this.#states[n];
    if (before) this.#counts[before.kind]--;
    this.#counts[state.kind]++;
    this.#states[n] = state;
    if (state.kind === "created") this.#runIds.add(state.runId);
    this.#changed.fire(n);
  }
}

export function countStates(states: Iterable<LineState>): LineCounts {
  const counts: LineCounts = { waiting: 0, sending: 0, created: 0, failed: 0, unknown: 0 };
  for (const { kind } of states) counts[kind]++;
  return counts;
}

/** What is known of lines of which nothing was sent yet. */
export function firstStates(lines: readonly BatchLine[]): LineState[] {
  return lines.map(({ problem }) =>
    problem === undefined ? { kind: "waiting" } : { kind: "failed", reason: problem },
  );
}
