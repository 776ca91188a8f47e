import { OfferedCommands } from "../views/offeredCommands.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";
import type { UploadsModule } from "./uploadsModule.ts";

/** The commands that the palette offers. */
export function offeredCommandsModule(
  { owned }: ModuleBase,
  { connections }: ConnectionsModule,
  { batches }: SessionsModule,
  { activeRuns: runs, watched, layouts }: ExplorerModule,
  { panels, compared }: PanelModule,
  { uploads, nextRun }: UploadsModule,
): void {
  owned.add(new OfferedCommands({ connections, runs, watched, layouts, batches, uploads, nextRun, panels, compared }));
}
