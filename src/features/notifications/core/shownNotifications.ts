import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { MarkFolder } from "../../../storage/markFolder.ts";

/** How many input requests of a connection are remembered. */
export const mostRemembered = 1000;
/** Marks that an app's waiting runs were read once. The marks of input requests have a prefix. */
export const readMark = "read";

/**
 * Remembers which input requests were shown in a notification, in all windows and after reloads. Those that already
 * wait when an app is read for the first time count as shown.
 */
export class ShownNotifications {
  readonly #marks: MarkFolder;

  constructor(marks: MarkFolder) {
    this.#marks = marks;
  }

  /**
   * The input requests of an app that no window has shown, as far as this window knows.
   *
   * @param origin the app's address: for another app behind the same connection all marks start anew
   * @param isRead whether `ids` are all that wait there, so that the first ones count as shown from then on
   */
  fresh(connectionId: string, origin: string, ids: readonly string[], isRead: boolean): string[] {
    if (isRead && !this.#marks.has(connectionId, origin, readMark)) {
      this.#begin(connectionId, origin, ids).catch(onUnexpectedError);
      return [];
    }
    return ids.filter((id) => !this.#marks.has(connectionId, origin, markOf(id)));
  }

  /** Marks input requests as shown. @returns those that this window has to show: only one of all windows shows each */
  async claim(connectionId: string, origin: string, ids: readonly string[]): Promise<string[]> {
    const claimed = new Set(await this.#marks.claim(connectionId, origin, ids.map(markOf)));
    return ids.filter((id) => claimed.has(markOf(id)));
  }

  /** Removes the marks of a connection that was removed. */
  forget(connectionId: string): void {
    this.#marks.forget(connectionId).catch(onUnexpectedError);
  }

  async #begin(connectionId: string, origin: string, ids: readonly string[]): Promise<void> {
    // This mark is set last: if the window closes before, the next one starts again.
    await this.#marks.claim(connectionId, origin, [...ids.map(markOf), readMark]);
    await this.#marks.forget(connectionId, origin);
  }
}

function markOf(requestId: string): string {
  return `request ${requestId}`;
}
