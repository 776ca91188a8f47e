import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";

/** Remembers what was written to a path, by its digest: what is still so may be overwritten. */
export interface WrittenOutputs {
  digestOf(path: string): string | undefined;
  remember(path: string, digest: string): Promise<void>;
}

/** An output as a file has it: a text as it is, anything else as JSON. */
export function outputText(output: unknown): string {
  return typeof output === "string" ? output : `${JSON.stringify(output, undefined, 2)}\n`;
}

/**
 * Writes a run's output. What stands there already is overwritten only when it is what was written there before; else the
 * output goes beside it, with a number in its name.
 *
 * @returns where it was written
 * @throws the file system's error
 */
export async function writeOutput(path: string, output: unknown, written: WrittenOutputs): Promise<string> {
  const text = outputText(output);
  await mkdir(dirname(path), { recursive: true });
  const before = await digestOnDisk(path);
  const target = before !== undefined && before === written.digestOf(path) ? path : undefined;
  if (target !== undefined) await writeFile(target, text);
  const place = target ?? (await writeNew(path, text));
  await written.remember(place, digest(text));
  return place;
}

/** Never takes the place of a file, not even of one that comes at this moment. */
async function writeNew(path: string, text: string): Promise<string> {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (let n = 1; ; n++) {
    const place = n === 1 ? path : `${stem}-${n}${extension}`;
    try {
      await writeFile(place, text, { flag: "wx" });
      return place;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

async function digestOnDisk(path: string): Promise<string | undefined> {
  try {
    return digest(await readFile(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "EISDIR") return undefined;
    throw error;
  }
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
