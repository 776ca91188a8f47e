import { openFolders } from "../../host/runFilePlace.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "connections" | "consent">;

/** Asks about selected files that are links to places outside the workspace. They go to the active connection. */
export async function confirmSelected(
  context: Needs,
  name: string,
  button: string,
  paths: readonly string[],
): Promise<boolean> {
  const { active } = context.connections;
  const gate = new ReadGate({ source: "selected", folders: openFolders() });
  await gate.lookAtSelected(paths);
  return active !== undefined && context.consent.ask({ name, button, connection: active, gates: [gate] });
}
