import * as z from "zod";
import { ifReadable, readAs } from "../../base/stored.ts";
import { onUnexpectedError } from "../../base/unexpectedError.ts";
import type { EntityStore } from "../../storage/entityStore.ts";
import type { StartedByMachines } from "./startedByMachines.ts";

/** A stored record of a run that was started here. */
export interface Started {
  connectionId: string;
  runId: string;
  /** A notification about its end was shown, or nobody wanted one. */
  hasEnded?: true;
  byAgent?: true;
  /** A person started it and no panel was opened for it. */
  inBackground?: true;
  /** The run whose message it sent again, in a fork of its conversation. */
  forkOf?: string;
}

/** How many runs are remembered. */
export const mostStarted = 500;

/** The runs that were started here, in any window, also before a reload. */
export class StartedRuns {
  readonly #kept: EntityStore<Started>;
  /** The runs whose end this window or another one has reported. */
  readonly #ended = new Set<string>();
  readonly #machines: Pick<StartedByMachines, "note"> | undefined;

  /** @param machines remembers more of the runs that agents started */
  constructor(kept: EntityStore<Started>, machines?: Pick<StartedByMachines, "note">) {
    this.#kept = kept;
    this.#machines = machines;
  }

  add(connectionId: string, runId: string): void {
    if (!this.has(connectionId, runId))
      this.#kept.put(idOf(connectionId, runId), { connectionId, runId }).catch(onUnexpectedError);
  }

  has(connectionId: string, runId: string): boolean {
    return this.#kept.get(idOf(connectionId, runId)) !== undefined;
  }

  noteAgent(connectionId: string, runId: string): void {
    const note = (run: Started = { connectionId, runId }): Started => ({ ...run, byAgent: true });
    this.#kept.update(idOf(connectionId, runId), note).catch(onUnexpectedError);
    this.#machines?.note(connectionId, runId, "agent").catch(onUnexpectedError);
  }

  /** Whether a tool of an agent started it, in any window. */
  isByAgent(connectionId: string, runId: string): boolean {
    return this.#kept.get(idOf(connectionId, runId))?.byAgent === true;
  }

  /** Records that a person started a run without a panel. */
  noteBackground(connectionId: string, runId: string): void {
    const note = (run: Started = { connectionId, runId }): Started => ({ ...run, inBackground: true });
    this.#kept.update(idOf(connectionId, runId), note).catch(onUnexpectedError);
  }

  /** Whether a person started it without a panel, in any window. */
  isInBackground(connectionId: string, runId: string): boolean {
    return this.#kept.get(idOf(connectionId, runId))?.inBackground === true;
  }

  /** Records that a run sent the message of another one again, in a fork of its conversation. */
  noteFork(connectionId: string, runId: string, forkOf: string): void {
    const note = (run: Started = { connectionId, runId }): Started => ({ ...run, forkOf });
    this.#kept.update(idOf(connectionId, runId), note).catch(onUnexpectedError);
    this.#machines?.note(connectionId, runId, "fork").catch(onUnexpectedError);
  }

  /** The run whose message a run sent again, in any window; `undefined` if it is no part of a fork. */
  forkOf(connectionId: string, runId: string): string | undefined {
    return this.#kept.get(idOf(connectionId, runId))?.forkOf;
  }

  /** The runs whose end isn't reported yet. */
  underWay(connectionId: string): string[] {
    const isOpen = ([id, run]: [string, Started]): boolean =>
      run.connectionId === connectionId && !run.hasEnded && !this.#ended.has(id);
    return this.#kept.entries().flatMap((entry) => (isOpen(entry) ? [entry[1].runId] : []));
  }

  /** Records that a run has ended. @returns whether this window shows the notification: only one of all windows does */
  async setEnded(connectionId: string, runId: string): Promise<boolean> {
    const id = idOf(connectionId, runId);
    let isMine = false;
    this.#ended.add(id);
    try {
      await this.#kept.update(id, (run) => {
        isMine = run !== undefined && !run.hasEnded;
        return run && { ...run, hasEnded: true };
      });
      return isMine;
    } catch (error) {
      // A second notification is better than none.
      onUnexpectedError(error);
      return true;
    }
  }
}

const startedSchema: z.ZodType<Started> = z.object({
  connectionId: z.string(),
  runId: z.string(),
  hasEnded: ifReadable(z.literal(true)),
  byAgent: ifReadable(z.literal(true)),
  inBackground: ifReadable(z.literal(true)),
  forkOf: ifReadable(z.string()),
});

/** Reads a stored record; `undefined` for any other value. */
export function readStarted(stored: unknown): Started | undefined {
  return readAs(startedSchema, stored);
}

function idOf(connectionId: string, runId: string): string {
  return JSON.stringify([connectionId, runId]);
}
