import type { InputRequest, Run } from "#api/schemas.ts";
import { type PendingInputRequest, pendingKey } from "#runs/labels/pendingInputRequests.ts";
import type { InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import { type RequestKind, kindOf } from "./askedAlike.ts";

/** A question of the queue. It keeps its row when it is answered. */
export interface QueueRow {
  readonly id: string;
  readonly connectionId: string;
  ref: InputRequestRef;
  run: Run;
  request: InputRequest;
  readonly kind: RequestKind;
  /** When it was asked, in milliseconds since the epoch. */
  since: number | undefined;
  /** Whether the app still lists it. */
  isListed: boolean;
}

export interface QueueGroup {
  readonly kind: RequestKind;
  readonly rows: readonly QueueRow[];
}

/** A pending input request, and when it was asked. */
export type DatedRequest = PendingInputRequest & { readonly since: number | undefined };

/**
 * The rows of the queue. Nothing moves by itself: what is new comes to the end of its group, and what was answered stays,
 * until the person has the list arranged anew.
 */
export class QueueRows {
  #rows = new Map<string, QueueRow>();

  get all(): readonly QueueRow[] {
    return [...this.#rows.values()];
  }

  get(id: string): QueueRow | undefined {
    return this.#rows.get(id);
  }

  /** Groups in the order of their first rows. */
  get groups(): readonly QueueGroup[] {
    const groups = Map.groupBy(this.#rows.values(), ({ kind }) => kind.key);
    return [...groups.values()].map((rows) => ({ kind: rows[0]!.kind, rows }));
  }

  /** Takes what the apps list now. */
  take(asked: readonly DatedRequest[]): void {
    const listed = new Set<string>();
    for (const each of asked) {
      const id = pendingKey(each);
      listed.add(id);
      const row = this.#rows.get(id);
      const { run, request, since } = each;
      if (row) Object.assign(row, { run, request, since: since ?? row.since });
      else this.#rows.set(id, rowOf(id, each));
    }
    for (const row of this.#rows.values()) row.isListed = listed.has(row.id);
  }

  /** Forgets rows, and puts the others in order, the oldest first. @param stays whether a row is kept */
  arrange(stays: (row: QueueRow) => boolean): void {
    const left = this.all.filter(stays).toSorted((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity) || 0);
    this.#rows = new Map(left.map((row) => [row.id, row]));
  }

  /** Forgets rows; the others stay where they are. */
  drop(goes: (row: QueueRow) => boolean): void {
    for (const row of this.all) if (goes(row)) this.#rows.delete(row.id);
  }
}

function rowOf(id: string, { connectionId, run, request, asked, since }: DatedRequest): QueueRow {
  const ref = { connectionId, runId: run.id, requestId: request.id, asked };
  return { id, connectionId, ref, run, request, kind: kindOf(request), since, isListed: true };
}
