/**
 * Notifications: a run waits, or has ended, and nobody looks at it. `core/` decides when and in which window, `vscode/`
 * shows them.
 */
import type { Feature } from "../../core/feature.ts";
import type { App } from "../app.ts";
import { type NotificationStores, notificationStores, ShownNotifications } from "./core/shownNotifications.ts";
import { notifyOfEnds } from "./vscode/endNotifications.ts";
import { InputRequestNotifications } from "./vscode/inputRequestNotifications.ts";

export const notifications: Feature<App, object, NotificationStores> = {
  id: "notifications",
  contributes: ["dynamiqRuns.notifications.inputRequests", "dynamiqRuns.notifications.finishedRuns"],
  stores: notificationStores,
  build(app) {
    const { owned, connections } = app;
    const shown = new ShownNotifications(app.shown);
    owned.add(
      connections.onDidChange(({ client }) => {
        if (client !== undefined && !connections.get(client)) shown.forget(client);
      }),
    );
    owned.add(new InputRequestNotifications({ ...app, shown }));
    owned.add(notifyOfEnds(app));
    return {};
  },
};
