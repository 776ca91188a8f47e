import { ReadConsent } from "../commands/runFiles/readConsent.ts";
import { showInRunFiles } from "../language/runFileLanguage.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";

export interface RunFilesModule {
  /** Asks before something is sent that isn't of the workspace folder. */
  consent: ReadConsent;
  /** What the person said when run files asked, by label. */
  prompts: Map<string, string>;
}

/** Run files in the editor, and what the person has said about them. */
export function runFilesModule(
  { owned, window, onError }: ModuleBase,
  { connections }: ConnectionsModule,
  { reports }: PanelModule,
): RunFilesModule {
  owned.add(showInRunFiles(connections, onError));
  return { consent: new ReadConsent(window, connections, reports), prompts: new Map() };
}
