import { dirname, resolve } from "node:path";
import type { OutsideRead, ReadGate } from "../../../../runFiles/consent/readGate.ts";
import type { ParsedRunFile } from "../../../../runFiles/parsedRunFile.ts";
import { isWithin } from "../../../../runFiles/realPlace.ts";
import type { VariableUse } from "../../../../runFiles/variables/filledTexts.ts";
import { ToolError } from "../../../../runs/questions/toolError.ts";
import type { EffectHost } from "../defineTool.ts";
import type { WorkspacePlace } from "./workspaceFile.ts";

interface Reads {
  place: WorkspacePlace;
  gate: ReadGate;
  variables: readonly VariableUse[];
  parsed: readonly ParsedRunFile[];
}

/**
 * Refuses what a file would send from outside its workspace folder, unless a person has allowed exactly that before: an
 * agent must not get at files and variables of the machine by writing their names into a run file.
 *
 * @throws ToolError that names fields and variables, and no path
 */
export async function refuseOutside(reads: Reads, host: EffectHost, connectionId: string): Promise<void> {
  const { place, gate } = reads;
  const found = gate.found.flatMap((each) => each.reads);
  const notAllowed = await host.effects.notAllowed(place.path, found, connectionId);
  const unknown = outsideByText(reads, found);
  if (notAllowed.length === 0 && unknown.length === 0) return;
  const names = notAllowed.flatMap(({ kind, name }) =>
    kind === "variable" ? [`the environment variable ${name}`] : [],
  );
  const hasFiles = unknown.length > 0 || notAllowed.some(({ kind }) => kind !== "variable");
  throw new ToolError(
    "The file would send something from outside its workspace folder, and no one has allowed that. Copy the file into " +
      "the workspace, write the value, or ask the person to start the file once in VS Code and to choose Always Allow.",
    { data: [...new Set(names), ...(hasFiles ? ["a file outside the workspace"] : [])] },
  );
}

/** Paths that lead outside by their text. A gate finds only files that exist, so a different answer would tell which files exist outside. */
function outsideByText({ place, variables, parsed }: Reads, found: readonly OutsideRead[]): string[] {
  const texts = variables.flatMap(({ name, argument }) => (name === "file" ? [argument] : []));
  const paths = [...parsed.flatMap(({ files }) => files.map(({ path }) => path)), ...texts];
  const folder = dirname(place.path);
  return paths
    .map((path) => resolve(folder, path))
    .filter((path) => !isWithin(path, place.folder) && !found.some(({ name }) => name === path));
}
