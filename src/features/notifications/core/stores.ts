import type { MarkFolder } from "../../../storage/markFolder.ts";
import type { StateFolder } from "../../../storage/stateFolder.ts";
import { mostRemembered, readMark } from "./shownNotifications.ts";

export interface NotificationStores {
  shown: MarkFolder;
}

export function notificationStores(folder: StateFolder): NotificationStores {
  // A window asks the disk before it shows a notification, so no window needs to be informed of a mark.
  return { shown: folder.marks("told", { what: "shown notifications", most: mostRemembered, lasting: readMark }) };
}
