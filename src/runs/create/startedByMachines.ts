import * as z from "zod";
import type { Entities } from "#storage/memoryEntities.ts";

export const startedOnDaySchema = z.object({
  connectionId: z.string(),
  /** In UTC: `2026-11-24`. */
  day: z.string(),
  test: z.array(z.string()),
  fork: z.array(z.string()),
  agent: z.array(z.string()),
});

/** The runs that golden tests, forks and tools of agents started on one day, here or in another window. */
export type StartedOnDay = z.infer<typeof startedOnDaySchema>;

/** The machines in the order of their claims: a test that an agent runs is a test. */
const machines = ["test", "fork", "agent"] as const;
type Machine = (typeof machines)[number];

/** Number of days that are kept, of all connections together. */
const maxDays = 180;
/** Number of runs of each kind that are kept of a day: those that were started last. */
const maxRunsOfDay = 2_000;

/** Remembers which runs golden tests, forks and agents started, for figures: ids alone, in one record a day. */
export class StartedByMachines {
  readonly #kept: Entities<StartedOnDay>;
  /** The ids by the record that they were read from: a record that has changed is another object. */
  readonly #read = new WeakMap<StartedOnDay, Readonly<Record<Machine, ReadonlySet<string>>>>();

  constructor(kept: Entities<StartedOnDay>) {
    this.#kept = kept;
  }

  /** @throws StorageError */
  async note(connectionId: string, runId: string, kind: Machine, now = Date.now()): Promise<void> {
    const day = new Date(now).toISOString().slice(0, 10);
    let isNewDay = false;
    await this.#kept.update(JSON.stringify([connectionId, day]), (before) => {
      isNewDay = before === undefined;
      const record = before ?? { connectionId, day, test: [], fork: [], agent: [] };
      const ids = [...record[kind].filter((id) => id !== runId), runId].slice(-maxRunsOfDay);
      return { ...record, [kind]: ids };
    });
    if (isNewDay) {
      // In the order in which they were first written.
      const days = this.#kept.entries().map(([id]) => id);
      await this.#kept.forget(days.slice(0, -maxDays));
    }
  }

  /** What started each of a connection's runs, as far as it is remembered. */
  of(connectionId: string): (runId: string) => Machine | undefined {
    const days = this.#kept
      .entries()
      .flatMap(([, day]) => (day.connectionId === connectionId ? [this.#idsOf(day)] : []));
    return (runId) => machines.find((machine) => days.some((day) => day[machine].has(runId)));
  }

  #idsOf(day: StartedOnDay): Readonly<Record<Machine, ReadonlySet<string>>> {
    const cached = this.#read.get(day);
    if (cached) return cached;
    const ids = { test: new Set(day.test), fork: new Set(day.fork), agent: new Set(day.agent) };
    this.#read.set(day, ids);
    return ids;
  }
}
