import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { openFolders } from "../../host/runFilePlace.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import type { ReadConsent } from "../runFiles/readConsent.ts";

/** What asking about selected files needs. */
export interface SelectedFilesConsent {
  connections: ConnectionStore;
  consent: ReadConsent;
}

/** Asks about selected files that are links to places outside the workspace. They go to the active connection. */
export async function confirmSelected(
  context: SelectedFilesConsent,
  name: string,
  button: string,
  paths: readonly string[],
): Promise<boolean> {
  const { active } = context.connections;
  const gate = new ReadGate({ source: "selected", folders: openFolders() });
  await gate.lookAtSelected(paths);
  return active !== undefined && context.consent.ask({ name, button, connection: active, gates: [gate] });
}
