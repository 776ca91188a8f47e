import { EndNotifications } from "../views/notifications/endNotifications.ts";
import { InputRequestNotifications } from "../views/notifications/inputRequestNotifications.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { InputRequestsModule } from "./inputRequestsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";

/** Notifications about input requests and about runs that have ended. */
export function notificationsModule(
  { owned, onError }: ModuleBase,
  { connections }: ConnectionsModule,
  { sessions, started }: SessionsModule,
  { shown }: InputRequestsModule,
  { watched }: ExplorerModule,
  { panels }: PanelModule,
): void {
  owned.add(new InputRequestNotifications({ watched, connections, panels, started, shown, onError }));
  owned.add(new EndNotifications({ connections, sessions, panels, started, onError }));
}
