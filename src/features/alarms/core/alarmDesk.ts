import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import { alarmMarkSchema } from "./alarmMark.ts";
import type { AlarmRule } from "./alarmRule.ts";
import { lookAtRuns } from "./lookAtRuns.ts";

const heldSchema = z.object({ ruleId: z.string(), runId: z.string() });

export const alarmLookSchema = z.object({
  connectionId: z.string(),
  /** The app's address: another app behind the same connection is looked at anew. */
  origin: z.string(),
  /** When a window began its look, in milliseconds since the epoch. */
  at: z.number(),
  /** The look that may set the mark: a later one has taken over from it. */
  turn: z.string(),
  mark: alarmMarkSchema.optional(),
  /** Hits of snoozed rules, which are told when that is over. */
  held: z.array(heldSchema),
});
export type AlarmLook = z.infer<typeof alarmLookSchema>;

/** A run that a person is told of. */
export interface Alarm {
  connectionId: string;
  ruleId: string;
  rule: AlarmRule;
  runId: string;
  /** Absent for a run that was held back. */
  run?: Run;
}

interface AlarmPlaces {
  rules: Pick<Entities<AlarmRule>, "entries">;
  looks: Entities<AlarmLook>;
  /** `undefined` for a connection that was removed. */
  originOf(connectionId: string): string | undefined;
  api(connectionId: string): Promise<Pick<RunsApi, "getRun" | "listRuns">>;
  now(): number;
}

/** In milliseconds: so long one window's look counts for all. Each window tries once a minute. */
const turnTime = 55_000;

/**
 * Looks at the apps that have rules, for all windows. The mark and what was told change in one write, which only the
 * window that has the turn can make: so a hit is told by one window, and a look that a reload ends is made again.
 */
export class AlarmDesk {
  readonly #places: AlarmPlaces;

  constructor(places: AlarmPlaces) {
    this.#places = places;
  }

  /** Looks at each app whose turn it is. @returns what this window has to tell */
  async look(signal: AbortSignal): Promise<Alarm[]> {
    const byConnection = Map.groupBy(this.#places.rules.entries(), ([, rule]) => rule.connectionId);
    // Without rules, the mark ages: a rule that is made later begins anew.
    const over = this.#places.looks.entries().flatMap(([id]) => (byConnection.has(id) ? [] : [id]));
    if (over.length > 0) await this.#places.looks.forget(over);
    const told = await Promise.all(
      [...byConnection].map(([id, rules]) =>
        this.#lookAt(id, new Map(rules), signal).catch((error: unknown) => {
          if (!signal.aborted) onUnexpectedError(error);
          return [];
        }),
      ),
    );
    return told.flat();
  }

  async #lookAt(connectionId: string, rules: ReadonlyMap<string, AlarmRule>, signal: AbortSignal): Promise<Alarm[]> {
    const { api, looks, originOf, now } = this.#places;
    const origin = originOf(connectionId);
    if (origin === undefined) return [];
    const begun = await this.#take(connectionId, origin);
    if (!begun) return [];
    const { hits, mark } = await lookAtRuns(await api(connectionId), rules, begun.mark, { now: now(), signal });
    if (signal.aborted) return [];
    const found = [...begun.held, ...hits.map(({ ruleId, run }) => ({ ruleId, runId: run.id }))];
    const known = found.filter(({ ruleId }) => rules.has(ruleId));
    const isHeld = ({ ruleId }: { ruleId: string }): boolean => (rules.get(ruleId)?.snoozedUntil ?? 0) > now();
    const held = known.filter(isHeld);
    const kept = await looks.update(connectionId, (before) =>
      before?.turn === begun.turn ? { ...begun, mark, held } : before,
    );
    if (kept?.turn !== begun.turn) return [];
    const runs = new Map(hits.map(({ run }) => [run.id, run]));
    return known.flatMap(({ ruleId, runId }) => {
      const rule = rules.get(ruleId);
      if (!rule || isHeld({ ruleId })) return [];
      return { connectionId, ruleId, rule, runId, run: runs.get(runId) };
    });
  }

  /** @returns the look, if it is this window's turn */
  async #take(connectionId: string, origin: string): Promise<AlarmLook | undefined> {
    const at = this.#places.now();
    const turn = randomUUID();
    const kept = await this.#places.looks.update(connectionId, (before) => {
      const known = before?.origin === origin ? before : undefined;
      // The clock may have been set back since.
      if (known && Math.abs(at - known.at) < turnTime) return before;
      return { connectionId, origin, at, turn, mark: known?.mark, held: known?.held ?? [] };
    });
    return kept?.turn === turn ? kept : undefined;
  }
}
