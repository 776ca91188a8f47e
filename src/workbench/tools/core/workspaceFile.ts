import { stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, dirname } from "node:path";
import type { OutsideRead, ReadGate } from "#runFiles/consent/readGate.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { isWithin, namesMachine, resolveLinks } from "#runFiles/paths.ts";
import type { VariableUse } from "#runFiles/variables/filledTexts.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import type { EffectHost } from "#workbench/tools/core/defineTool.ts";

export interface WorkspaceLocation {
  /** Absolute, without links. */
  path: string;
  /** Absolute: the workspace folder that it is in. */
  folder: string;
  /** Relative to that folder, with slashes. */
  shown: string;
}

/**
 * Finds what a tool was asked to use. Nothing outside the workspace is used, whatever links there are, and no message
 * repeats a path.
 *
 * @param givenPath relative to a workspace folder, or absolute
 * @param field the name of the argument
 * @throws ToolError
 */
export async function workspaceLocation(
  givenPath: string,
  folders: readonly string[],
  field: string,
): Promise<WorkspaceLocation> {
  if (folders.length === 0) throw new ToolError("No folder is open, so there is no file to use. Open a folder first.");
  let isOutside = false;
  for (const each of folders) {
    const path = pathIn(each, givenPath);
    // Even a look at a path of another machine would sign in to it, so the text decides first.
    if (path === undefined || !isWithin(path, each)) {
      isOutside = true;
      continue;
    }
    const folder = (await resolveLinks(each)) ?? each;
    const real = await resolveLinks(path).catch(() => undefined);
    if (real === undefined || !(await exists(real))) continue;
    if (isWithin(real, folder))
      return { path: real, folder, shown: relative(folder, real).replaceAll("\\", "/") || "." };
    isOutside = true;
  }
  const why = isOutside
    ? "the file is outside the workspace. Tools only use files inside it. Give a path relative to a workspace folder."
    : "there is no such file in the workspace. Give a path relative to a workspace folder.";
  throw new ToolError(`${field}: ${why}`);
}

/**
 * The text of a file as the person sees it.
 *
 * @param field the name of the argument
 * @throws ToolError
 */
export async function workspaceText({ path }: WorkspaceLocation, host: EffectHost, field: string): Promise<string> {
  if (!(await stat(path)).isFile())
    throw new ToolError(`${field}: this isn't a file. Specify a file in the workspace.`);
  try {
    return await host.effects.readText(path);
  } catch (cause) {
    throw new ToolError(`${field}: the file can't be read. Check that it is UTF-8 text.`, { cause });
  }
}

/** `undefined` for a text that is no path here. */
function pathIn(folder: string, givenPath: string): string | undefined {
  if (givenPath.includes("\0") || namesMachine(givenPath)) return undefined;
  if (isAbsolute(givenPath)) return resolve(givenPath);
  // With several folders, a path may begin with the name of its folder, as VS Code shows it.
  const [first, ...rest] = givenPath.split(/[\\/]/);
  return first === basename(folder) && rest.length > 0 ? resolve(folder, rest.join("/")) : resolve(folder, givenPath);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

interface Reads {
  location: WorkspaceLocation;
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
  const { location, gate } = reads;
  const found = gate.found.flatMap((each) => each.reads);
  const notAllowed = await host.effects.notAllowed(location.path, found, connectionId);
  const unknown = outsideByText(reads, found);
  if (notAllowed.length === 0 && unknown.length === 0) return;
  const names = notAllowed.flatMap(({ kind, name }) =>
    kind === "variable" ? [`the environment variable ${name}`] : [],
  );
  const hasFiles = unknown.length > 0 || notAllowed.some(({ kind }) => kind !== "variable");
  throw new ToolError(
    "The file would send data from outside its workspace folder, and no one has allowed that. Copy the data into the " +
      "workspace or the file, or ask the person to run the file once in VS Code and to select Always Allow in This " +
      "Workspace.",
    { data: [...new Set(names), ...(hasFiles ? ["a file outside the workspace"] : [])] },
  );
}

/** Paths that lead outside by their text. A gate finds only files that exist, so a different answer would tell which files exist outside. */
function outsideByText({ location, variables, parsed }: Reads, found: readonly OutsideRead[]): string[] {
  const texts = variables.flatMap(({ name, argument }) => (name === "file" ? [argument] : []));
  const paths = [...parsed.flatMap(({ files }) => files.map(({ path }) => path)), ...texts];
  const folder = dirname(location.path);
  return paths
    .map((path) => resolve(folder, path))
    .filter((path) => !isWithin(path, location.folder) && !found.some(({ name }) => name === path));
}
