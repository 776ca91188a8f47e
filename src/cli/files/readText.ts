import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { codeOf } from "#base/thrown.ts";
import { UsageError } from "#cli/usageError.ts";

/** The text of a file. @param shown how it is called in messages @throws UsageError */
export async function readText(path: string, shown: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new UsageError(
      `${shown} ${reasonOfCode[codeOf(cause) ?? ""] ?? `can't be read (${codeOf(cause)}). Check the file.`}`,
      { cause },
    );
  }
  return decode(bytes, shown);
}

/** The text on standard input, to its end. @throws UsageError */
export async function readInput(input: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return decode(Buffer.concat(chunks), "Standard input");
}

function decode(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${shown} isn't valid UTF-8. Save it as UTF-8.`, { cause });
  }
}

const reasonOfCode: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist. Check its name.",
  ENOTDIR: "doesn't exist. Check its name.",
  EISDIR: "is a folder. Specify a file.",
  EACCES: "can't be read: permission denied. Check its permissions.",
  EPERM: "can't be read: permission denied. Check its permissions.",
};
