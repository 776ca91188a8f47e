import * as z from "zod";
import { readAs, readListOf } from "../../base/stored.ts";
import type { LegacyState } from "../../storage/legacyState.ts";
import type { MarkFolder } from "../../storage/markFolder.ts";

/** Where earlier versions kept them, in VS Code's global state: with a connection's id, for each connection. */
const legacyPrefix = "dynamiqRuns.told.";
/** So many requests of a connection are remembered. */
export const mostRemembered = 1000;
/** The mark that the runs that wait at an app were read once. It is no request's: theirs have a prefix. */
export const readMark = "read";

/**
 * Of which requests the person was told, over reloads and in all windows. What waits already when an app is looked at
 * for the first time is no news.
 */
export class ShownNotifications {
  readonly #marks: MarkFolder;
  readonly #onError: (error: unknown) => void;

  constructor(marks: MarkFolder, onError: (error: unknown) => void) {
    this.#marks = marks;
    this.#onError = onError;
  }

  /**
   * Those of an app's requests that nobody was told of, as far as this window knows.
   *
   * @param origin the app's address: another app behind the same connection starts anew
   * @param isRead whether `ids` are all that wait there, so that the first ones are known from then on
   */
  fresh(connectionId: string, origin: string, ids: readonly string[], isRead: boolean): string[] {
    if (isRead && !this.#marks.has(connectionId, origin, readMark)) {
      this.#begin(connectionId, origin, ids).catch(this.#onError);
      return [];
    }
    return ids.filter((id) => !this.#marks.has(connectionId, origin, markOf(id)));
  }

  /**
   * Notes that the person is told of requests. @returns those that this window is to tell: of all windows, one tells
   * each
   */
  async claim(connectionId: string, origin: string, ids: readonly string[]): Promise<string[]> {
    const claimed = new Set(await this.#marks.claim(connectionId, origin, ids.map(markOf)));
    return ids.filter((id) => claimed.has(markOf(id)));
  }

  /** Forgets a connection that was removed. */
  forget(connectionId: string): void {
    this.#marks.forget(connectionId).catch(this.#onError);
  }

  async #begin(connectionId: string, origin: string, ids: readonly string[]): Promise<void> {
    // The mark comes last: who ends in between begins again.
    await this.#marks.claim(connectionId, origin, [...ids.map(markOf), readMark]);
    await this.#marks.forget(connectionId, origin);
  }
}

const legacySchema = z.object({ origin: z.string(), isRead: z.unknown().optional(), ids: z.unknown().optional() });

/** Takes over what earlier versions kept of a connection. What is marked already stays so. */
export async function importShown(marks: MarkFolder, state: LegacyState, connectionId: string): Promise<void> {
  const { origin, isRead, ids } = readAs(legacySchema, state.get(legacyPrefix + connectionId)) ?? {};
  if (origin === undefined || marks.has(connectionId, origin, readMark)) return;
  const shown = readListOf(z.string(), ids).map(markOf);
  await marks.claim(connectionId, origin, [...shown, ...(isRead === true ? [readMark] : [])]);
}

function markOf(requestId: string): string {
  return `request ${requestId}`;
}
