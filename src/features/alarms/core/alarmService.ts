import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { messageOf } from "#base/thrown.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { refusalSentence } from "#model/refusalWords.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import { alarmMarkSchema } from "./alarmMark.ts";
import { type AlarmRule, isAboutConnection } from "./alarmRule.ts";
import { type Alarm, foundSchema, readyIn, stillNews, withFound, withoutShown } from "./foundRuns.ts";
import { lookAtRuns } from "./lookAtRuns.ts";

export const alarmLookSchema = z.object({
  connectionId: z.string(),
  /** The app's address: another app behind the same connection is looked at anew. */
  origin: z.string(),
  /** When a window began its look, in milliseconds since the epoch. */
  at: z.number(),
  /** The look that may set the mark: a later one has taken over from it. */
  turn: z.string(),
  mark: alarmMarkSchema.optional(),
  /** What no notification has shown yet. */
  found: foundSchema,
  /** The window that shows it now, and since when. */
  showing: z.object({ by: z.string(), at: z.number() }).optional(),
  /** Set until it is shown: there were more new runs than one look reads. */
  isCut: z.boolean().optional(),
  /** Why the last look failed, in a sentence. */
  problem: z.string().optional(),
});
export type AlarmLook = z.infer<typeof alarmLookSchema>;

/** What a window has to show of one connection. */
export interface Claim {
  connectionId: string;
  alarms: readonly Alarm[];
  /** Whether there were more new runs than one look reads. */
  isCut: boolean;
  /** Unlike any other. */
  by: string;
}

interface AlarmSources {
  rules: Pick<Entities<AlarmRule>, "delete" | "entries" | "get" | "put" | "update">;
  looks: Pick<Entities<AlarmLook>, "entries" | "forget" | "get" | "update">;
  /** Reads what other windows have written. */
  refresh: () => Promise<unknown>;
  /** Those that can be read, by their ids. */
  connectionIds: () => readonly string[];
  /** `undefined` for a connection that was removed. */
  originOf: (connectionId: string) => string | undefined;
  api: (connectionId: string) => Promise<Pick<RunsApi, "getRun" | "listRuns">>;
  /** What a notification says about each run, without secrets. */
  textsOf: (connectionId: string, runs: readonly Run[]) => Promise<string[]>;
  now: () => number;
}

/** In milliseconds: so long one window's look counts for all, and so long a window may take to show what it claimed. */
const turnTime = 55_000;

/**
 * The alarms of all windows. A look writes what it has found together with its mark, and only the window that has the
 * turn can write. A window claims what was found, shows it, and then takes it out: so each run is shown by one window,
 * and what a closed window hasn't shown is shown by another.
 */
export class AlarmService {
  readonly #sources: AlarmSources;
  /** What was logged last, by connection: an app that is down fails each minute in the same way. */
  readonly #logged = new Map<string, string>();

  constructor(sources: AlarmSources) {
    this.#sources = sources;
  }

  /** The alarms by their ids, in the order in which they were made. */
  get rules(): [string, AlarmRule][] {
    return this.#sources.rules.entries();
  }

  /** Of which connection of an alarm the runs couldn't be read at the last look, and why. */
  problemOf(rule: AlarmRule): { connectionId: string; problem: string } | undefined {
    const problems = this.#connectionsOf(rule).flatMap((connectionId) => {
      const problem = this.#sources.looks.get(connectionId)?.problem;
      return problem === undefined ? [] : [{ connectionId, problem }];
    });
    return problems[0];
  }

  /** Adds an alarm, unless there is the same. Nothing that was before is news for it. @returns its id */
  async add(rule: AlarmRule): Promise<string> {
    const { looks, rules } = this.#sources;
    const same = this.rules.find(([, each]) => sameJson({ ...each, snoozedUntil: undefined }, rule));
    if (same) return same[0];
    // The mark of an alarm that was deleted is old.
    await looks.forget(this.#withoutRules(rule));
    const id = randomUUID();
    await rules.put(id, rule);
    return id;
  }

  /** @param until in milliseconds since the epoch; `undefined` ends it */
  async snooze(ruleId: string, until: number | undefined): Promise<void> {
    await this.#sources.rules.update(ruleId, (before) => before && { ...before, snoozedUntil: until });
  }

  async delete(ruleId: string): Promise<void> {
    const { looks, rules } = this.#sources;
    const rule = rules.get(ruleId);
    await rules.delete(ruleId);
    if (rule) await looks.forget(this.#withoutRules(rule));
  }

  /** Looks at each app that has alarms, if no window has within the last minute. Failures are kept, and logged once. */
  async look(signal: AbortSignal): Promise<void> {
    await this.#sources.refresh();
    const connectionIds = new Set(this.rules.flatMap(([, rule]) => this.#connectionsOf(rule)));
    await Promise.all([...connectionIds].map((id) => this.#lookSafely(id, signal)));
  }

  /** Claims what was found and isn't shown. @returns what this window has to show, and then to {@link settle} */
  async claim(): Promise<Claim[]> {
    const claims = await Promise.all(this.#sources.looks.entries().map(([id, look]) => this.#claim(id, look)));
    return claims.flat();
  }

  /** Takes out what was shown. */
  async settle(claims: readonly Claim[]): Promise<void> {
    for (const { connectionId, by, alarms } of claims) {
      await this.#sources.looks.update(connectionId, (before) => {
        if (before?.showing?.by !== by) return before;
        return { ...before, showing: undefined, isCut: undefined, found: withoutShown(before.found, alarms) };
      });
    }
  }

  async #claim(connectionId: string, known: AlarmLook): Promise<Claim[]> {
    const { looks, rules, now } = this.#sources;
    const ready = ({ found }: AlarmLook): Alarm[] => readyIn(connectionId, found, (id) => rules.get(id), now());
    const isClaimable = (look: AlarmLook): boolean =>
      !(look.showing && this.#isRecent(look.showing.at)) && (look.isCut === true || ready(look).length > 0);
    if (!isClaimable(known)) return [];
    const by = randomUUID();
    const kept = await looks.update(connectionId, (before) =>
      before && isClaimable(before) ? { ...before, showing: { by, at: now() } } : before,
    );
    if (kept?.showing?.by !== by) return [];
    return [{ connectionId, by, alarms: ready(kept), isCut: kept.isCut === true }];
  }

  async #lookSafely(connectionId: string, signal: AbortSignal): Promise<void> {
    let turn: string | undefined;
    try {
      const begun = await this.#take(connectionId);
      if (!begun) return;
      ({ turn } = begun);
      await this.#look(begun, signal);
      this.#logged.delete(connectionId);
    } catch (error) {
      if (signal.aborted) return;
      const problem = isApiError(error) ? refusalSentence(error) : messageOf(error);
      const isNew = this.#logged.get(connectionId) !== problem;
      this.#logged.set(connectionId, problem);
      if (isNew) onUnexpectedError(error);
      if (turn === undefined) return;
      await this.#write(connectionId, turn, (before) => ({ ...before, problem })).catch((failure: unknown) => {
        // A full disk takes no mark either, which was logged above.
        if (isNew) onUnexpectedError(failure);
      });
    }
  }

  async #look(begun: AlarmLook, signal: AbortSignal): Promise<void> {
    const { api, refresh, textsOf, now } = this.#sources;
    const { connectionId, turn } = begun;
    const readRules = async (): Promise<ReadonlyMap<string, AlarmRule>> => {
      await refresh();
      return this.#rulesOf(connectionId);
    };
    const look = await lookAtRuns(await api(connectionId), readRules, begun.mark, { now: now(), signal });
    const runs = [...new Set(look.hits.map(({ run }) => run))];
    const texts = await textsOf(connectionId, runs);
    const textOf = new Map(runs.map((run, at) => [run, texts[at] ?? ""]));
    const hits = look.hits.map(({ ruleId, run }) => ({ ruleId, run: { id: run.id, text: textOf.get(run) ?? "" } }));
    if (signal.aborted) return;
    await this.#write(connectionId, turn, (before) => ({
      ...before,
      problem: undefined,
      mark: look.mark,
      found: stillNews(withFound(before.found, hits), this.#rulesOf(connectionId), look.mark),
      ...(look.isCut && { isCut: true }),
    }));
  }

  #rulesOf(connectionId: string): ReadonlyMap<string, AlarmRule> {
    return new Map(this.rules.filter(([, rule]) => isAboutConnection(rule, connectionId)));
  }

  /** The connections of an alarm. */
  #connectionsOf(rule: AlarmRule): readonly string[] {
    if (rule.several === undefined) return [rule.connectionId];
    return this.#sources.connectionIds().filter((id) => isAboutConnection(rule, id));
  }

  /** The connections of an alarm on which there is no alarm. */
  #withoutRules(rule: AlarmRule): string[] {
    return this.#connectionsOf(rule).filter((id) => this.#rulesOf(id).size === 0);
  }

  /** @returns the look, if it is this window's turn */
  async #take(connectionId: string): Promise<AlarmLook | undefined> {
    const { looks, now, originOf } = this.#sources;
    const origin = originOf(connectionId);
    if (origin === undefined) return undefined;
    const at = now();
    const turn = randomUUID();
    const kept = await looks.update(connectionId, (before) => {
      if (before?.origin !== origin) return { connectionId, origin, at, turn, found: {} };
      return this.#isRecent(before.at) ? before : { ...before, at, turn };
    });
    return kept?.turn === turn ? kept : undefined;
  }

  /** Changes a look, unless a later one has taken over. */
  async #write(connectionId: string, turn: string, change: (before: AlarmLook) => AlarmLook): Promise<void> {
    await this.#sources.looks.update(connectionId, (before) => (before?.turn === turn ? change(before) : before));
  }

  /** The clock may have been set back since. */
  #isRecent(at: number): boolean {
    return Math.abs(this.#sources.now() - at) < turnTime;
  }
}
