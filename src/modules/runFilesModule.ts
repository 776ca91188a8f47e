import { ReadConsent } from "../commands/runFiles/readConsent.ts";
import { showInRunFiles } from "../language/runFileLanguage.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";

export interface RunFilesModule {
  /** Asks before something outside the workspace folder is sent. */
  consent: ReadConsent;
  /** The values that the person entered for prompts, by label. */
  prompts: Map<string, string>;
}

/** Run files in the editor, and the person's answers to them. */
export function runFilesModule(
  { owned, window, onError }: ModuleBase,
  { connections }: ConnectionsModule,
  { reports }: PanelModule,
): RunFilesModule {
  owned.add(showInRunFiles(connections, onError));
  return { consent: new ReadConsent(window, connections, reports), prompts: new Map() };
}
