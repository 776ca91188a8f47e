import { readFile } from "node:fs/promises";
import { codeOf } from "../../runFiles/realPlace.ts";
import { UsageError } from "../usageError.ts";

/** The text of a file. @param shown how it is called in messages @throws UsageError */
export async function readText(path: string, shown: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new UsageError(`${shown} ${reasons[codeOf(cause) ?? ""] ?? `can't be read (${codeOf(cause)}).`}`, { cause });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${shown} isn't valid UTF-8. Save it as UTF-8.`, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist.",
  ENOTDIR: "doesn't exist.",
  EISDIR: "is a folder. Name a file.",
  EACCES: "can't be read: permission denied.",
  EPERM: "can't be read: permission denied.",
};
