/**
 * Notifications: a run waits, or has ended, and nobody looks at it. `core/` decides when and in which window, `vscode/`
 * shows them.
 */

import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { type NotificationStores, notificationStores, ShownNotifications } from "./core/shownNotifications.ts";
import { notifyOfEnds } from "./vscode/endNotifications.ts";
import { InputRequestNotifications } from "./vscode/inputRequestNotifications.ts";

export const notifications: Feature<App, object, never, NotificationStores> = {
  id: "notifications",
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
