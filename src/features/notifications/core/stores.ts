import type { EntityStore } from "../../../storage/entityStore.ts";
import type { StateFolder } from "../../../storage/stateFolder.ts";
import { readShown, type ShownRequests } from "./shownNotifications.ts";

export interface NotificationStores {
  shown: EntityStore<ShownRequests>;
}

export function notificationStores(folder: StateFolder): NotificationStores {
  return { shown: folder.entities("shown", { what: "shown notifications", read: readShown }) };
}
