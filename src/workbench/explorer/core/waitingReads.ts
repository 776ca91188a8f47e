import * as z from "zod";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { WaitingTurns } from "#runs/store/polling/waitingPoll.ts";
import type { Entities } from "#storage/memoryEntities.ts";

export const waitingReadSchema = z.object({
  connectionId: z.string(),
  /** The app's address: another app behind the same connection is asked anew. */
  origin: z.string(),
  /** When a window asked last, in milliseconds since the epoch. */
  at: z.number(),
  /** A mark of what the app said: the others ask it only when they know something else. */
  found: z.string(),
});

/** When an app was asked for its waiting runs, and what it said. */
export type WaitingRead = z.infer<typeof waitingReadSchema>;

/** In milliseconds: so long one window's request counts for all. In the background each looks about once a minute. */
const turnTime = 45_000;

/** One window asks each app for all windows: the first that looks when the last request is old enough. */
export class WaitingReads {
  readonly #kept: Entities<WaitingRead>;
  readonly #now: () => number;

  constructor(kept: Entities<WaitingRead>, now: () => number = Date.now) {
    this.#kept = kept;
    this.#now = now;
  }

  turnsOf(connectionId: string, origin: string): WaitingTurns {
    return {
      take: (known) => this.#take(connectionId, origin, known),
      note: (found) => this.#note(connectionId, origin, found),
    };
  }

  /** Asking twice is better than not at all: so a window that can't read the others' turns asks. */
  async #take(connectionId: string, origin: string, known: string): Promise<boolean> {
    const own = { connectionId, origin, at: this.#now() };
    let isMine = true;
    try {
      const kept = await this.#kept.update(connectionId, (before) => {
        const isSame = before?.origin === origin;
        // The clock may have been set back since.
        isMine = !isSame || Math.abs(own.at - before.at) >= turnTime;
        return isMine ? { ...own, found: isSame ? before.found : "" } : before;
      });
      return isMine || kept?.found !== known;
    } catch (error) {
      onUnexpectedError(error);
      return true;
    }
  }

  async #note(connectionId: string, origin: string, found: string): Promise<void> {
    try {
      await this.#kept.update(connectionId, (before) =>
        before?.origin === origin && before.found !== found ? { ...before, found } : before,
      );
    } catch (error) {
      onUnexpectedError(error);
    }
  }
}
