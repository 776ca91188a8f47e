import * as z from "zod";
import { readAs } from "../../../base/stored.ts";
import type { RunIndex } from "../runIndex.ts";

const minute = 60_000;
/** Requests of the last hour began in these minutes, the current one included. */
const minutes = 61;
const name = "requests";

/** How many requests began in each minute since the epoch. */
const countsSchema = z.record(z.string(), z.number());

/** The requests that may be made without a person asking, in any hour. All windows share it. */
export class RequestBudget {
  readonly #index: Pick<RunIndex, "state" | "exchange">;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(index: Pick<RunIndex, "state" | "exchange">, now: () => number) {
    this.#index = index;
    this.#now = now;
  }

  /**
   * Takes some requests, or none of them.
   *
   * @param most in any hour
   * @returns 0 when they may be made, otherwise for how many milliseconds they can't; `Infinity` if there are too many
   */
  async take(count: number, most: number): Promise<number> {
    if (count > most) return Infinity;
    for (;;) {
      const text = await this.#index.state(name);
      const now = this.#now();
      const current = Math.floor(now / minute);
      const stored = text === undefined ? {} : (readAs(countsSchema, JSON.parse(text)) ?? {});
      // A clock that was set back leaves minutes that are still to come.
      const counts = Object.entries(stored)
        .map(([at, made]): [number, number] => [Number(at), made])
        .filter(([at]) => at > current - minutes && at < current + minutes)
        .sort(([a], [b]) => a - b);
      let over = counts.reduce((sum, [, made]) => sum + made, 0) + count - most;
      if (over > 0) {
        const freed = counts.find(([, made]) => (over -= made) <= 0);
        return ((freed?.[0] ?? current) + minutes) * minute - now;
      }
      const made = (counts.find(([at]) => at === current)?.[1] ?? 0) + count;
      const next = JSON.stringify(Object.fromEntries([...counts, [current, made]]));
      // Another window may have taken some meanwhile.
      if (await this.#index.exchange(name, text, next)) return 0;
    }
  }
}
