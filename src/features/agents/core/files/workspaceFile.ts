import { stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve } from "node:path";
import { isWithin, namesMachine, realPlace } from "../../../../runFiles/realPlace.ts";
import { ToolError } from "../../../../runs/questions/toolError.ts";
import type { EffectHost } from "../defineTool.ts";

export interface WorkspacePlace {
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
 * @param wanted relative to a workspace folder, or absolute
 * @param field the name of the argument
 * @throws ToolError
 */
export async function workspacePlace(
  wanted: string,
  folders: readonly string[],
  field: string,
): Promise<WorkspacePlace> {
  if (folders.length === 0) throw new ToolError("No folder is open, so there is no file to use. Open a folder first.");
  let isOutside = false;
  for (const each of folders) {
    const path = pathIn(each, wanted);
    // Even a look at a path of another machine would sign in to it, so the text decides first.
    if (path === undefined || !isWithin(path, each)) {
      isOutside = true;
      continue;
    }
    const folder = (await realPlace(each)) ?? each;
    const real = await realPlace(path).catch(() => undefined);
    if (real === undefined || !(await exists(real))) continue;
    if (isWithin(real, folder))
      return { path: real, folder, shown: relative(folder, real).replaceAll("\\", "/") || "." };
    isOutside = true;
  }
  const why = isOutside
    ? "is outside the workspace. Tools only use files inside it; give a path relative to a workspace folder."
    : "there is no such file in the workspace. Give a path relative to a workspace folder.";
  throw new ToolError(`${field}: ${why}`);
}

/**
 * The text of a file as the person sees it.
 *
 * @param field the name of the argument
 * @throws ToolError
 */
export async function workspaceText({ path }: WorkspacePlace, host: EffectHost, field: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new ToolError(`${field}: isn't a file. Name a file of the workspace.`);
  try {
    return await host.effects.readText(path);
  } catch (cause) {
    throw new ToolError(`${field}: the file can't be read. Check that it is text in UTF-8.`, { cause });
  }
}

/** `undefined` for a text that is no path here. */
function pathIn(folder: string, wanted: string): string | undefined {
  if (wanted.includes("\0") || namesMachine(wanted)) return undefined;
  if (isAbsolute(wanted)) return resolve(wanted);
  // With several folders, a path may begin with the name of its folder, as VS Code shows it.
  const [first, ...rest] = wanted.split(/[\\/]/);
  return first === basename(folder) && rest.length > 0 ? resolve(folder, rest.join("/")) : resolve(folder, wanted);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
