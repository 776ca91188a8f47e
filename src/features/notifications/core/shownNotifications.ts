import * as z from "zod";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { StateFolder } from "#storage/stateFolder.ts";

/** How many input requests of a connection are remembered: those that were shown last. */
const maxRemembered = 1000;

const shownSchema = z.object({
  connectionId: z.string(),
  /** The app's address: for another app behind the same connection they start anew. */
  origin: z.string(),
  /** Whether the app's waiting runs were read once. */
  isRead: z.boolean(),
  ids: z.array(z.string()),
});

/** The input requests of one app that were shown. */
type ShownRequests = z.infer<typeof shownSchema>;

/**
 * Remembers which input requests were shown in a notification, in all windows and after reloads. Those that already
 * wait when an app is read for the first time count as shown.
 */
export class ShownNotifications {
  readonly #kept: Entities<ShownRequests>;
  /** The input requests that this window showed, although that couldn't be written. */
  readonly #unwritten = new Set<string>();

  constructor(kept: Entities<ShownRequests>) {
    this.#kept = kept;
  }

  /**
   * The input requests of an app that no window has shown, as far as this window knows.
   *
   * @param isRead whether `ids` are all that wait there, so that the first ones count as shown from then on
   */
  fresh(connectionId: string, origin: string, ids: readonly string[], isRead: boolean): string[] {
    const keptIds = ofApp(origin, this.#kept.get(connectionId));
    if (isRead && !keptIds?.isRead) {
      this.#kept
        .put(connectionId, { ...withShown(keptIds, ids), connectionId, origin, isRead })
        .catch(onUnexpectedError);
      return [];
    }
    return ids.filter((id) => !keptIds?.ids.includes(id) && !this.#unwritten.has(`${connectionId} ${id}`));
  }

  /** Marks input requests as shown. @returns those that this window has to show: only one of all windows shows each */
  async claim(connectionId: string, origin: string, ids: readonly string[]): Promise<string[]> {
    let claimed = ids;
    try {
      await this.#kept.update(connectionId, (before) => {
        const keptIds = ofApp(origin, before);
        claimed = ids.filter((id) => !keptIds?.ids.includes(id));
        return { ...withShown(keptIds, claimed), connectionId, origin, isRead: keptIds?.isRead ?? false };
      });
    } catch (error) {
      // A second notification, of another window, is better than none.
      for (const id of ids) this.#unwritten.add(`${connectionId} ${id}`);
      onUnexpectedError(error);
    }
    return [...claimed];
  }

  /** Removes what was remembered of a connection that was removed. */
  forget(connectionId: string): void {
    this.#kept.forget([connectionId]).catch(onUnexpectedError);
  }
}

function ofApp(origin: string, kept: ShownRequests | undefined): ShownRequests | undefined {
  return kept?.origin === origin ? kept : undefined;
}

function withShown(known: ShownRequests | undefined, ids: readonly string[]): Pick<ShownRequests, "ids"> {
  return { ids: [...new Set([...(known?.ids ?? []), ...ids])].slice(-maxRemembered) };
}

export interface NotificationStores {
  shown: EntityStore<ShownRequests>;
}

export function notificationStores(folder: StateFolder): NotificationStores {
  return { shown: folder.entities("shown", { what: "shown notifications", schema: shownSchema }) };
}
