import type { RunEvent } from "#api/schemas.ts";
import type { TraceNode } from "./traceNode.ts";

/** A node that speaks in the story: an agent, a node of the workflow, or a call with nodes inside it. */
export interface Voice {
  /** The id of its run. */
  readonly run: string;
  readonly node: TraceNode;
  /** The call that it runs in, if there is one. */
  readonly call: string | undefined;
}

/** When something happened: in milliseconds since the epoch, and as the trace writes it. */
export interface Moment {
  readonly time: number | undefined;
  readonly iso: string | null | undefined;
}

interface Draft {
  readonly time: number;
  readonly event: Pick<RunEvent, "type" | "timestamp" | "data">;
}

/** Collects the events of a run in any order, and numbers them by their time. */
export class EventWriter {
  readonly #run: string;
  readonly #drafts: Draft[] = [];
  #last = -Infinity;

  /** @param run its id */
  constructor(run: string) {
    this.#run = run;
  }

  /** An event of the run itself. One without a time stays behind the one before it. */
  event(type: string, { time, iso }: Moment, data: object): void {
    this.#last = time ?? this.#last;
    this.#drafts.push({ time: this.#last, event: { type, timestamp: iso ?? null, data } });
  }

  message({ run, node, call }: Voice, moment: Moment, data: unknown): void {
    const { id, name, group, type } = node;
    this.event("run.data", moment, {
      run_id: run,
      wf_run_id: this.#run,
      entity_id: id,
      data,
      event: "streaming",
      called_by: call,
      source: { id, name, group: group === "" ? null : group, type },
    });
  }

  /** A step of an agent in such a message. */
  step(by: Voice, step: string, moment: Moment, content: unknown): void {
    this.message(by, moment, { choices: [{ delta: { content, source: by.node.name, step } }] });
  }

  /** All events, by their time. */
  events(): RunEvent[] {
    const sorted = this.#drafts.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    return sorted.map(({ event }, at) => ({ id: `${this.#run}:${at + 1}`, sequence: at + 1, ...event }));
  }
}
