import { basename } from "node:path";
import { formatCount } from "#model/counts.ts";
import type { VariableSources } from "#runFiles/variables/variableValues.ts";
import { type LineText, readRunFileLine, type RunFileLine } from "./runFileLine.ts";

/** A file with one request, or with many as lines of JSON. */
export interface BatchFile {
  path: string;
  /** The file's name. Two files with the same name are distinguished by their folders. */
  name: string;
  isLines: boolean;
  /** In bytes. */
  size(): Promise<number>;
  text(): Promise<string>;
  sources: VariableSources;
}

/** A batch with more lines isn't sent: nobody looks through them, and all of them are in memory. */
const maxLines = 10_000;
const maxBytes = 128 * 1024 * 1024;

/** The selection can't be a batch. The message is a sentence for a person. */
export class BatchReadError extends Error {
  override readonly name = "BatchReadError";
}

/**
 * Reads the lines of a batch, in order. A line or file that can't be sent is a line as well, with the reason.
 *
 * @returns `undefined` when the person was asked for a value and canceled
 * @throws BatchReadError when the files are too large, or there are too many lines
 */
export async function readBatch(files: readonly BatchFile[]): Promise<RunFileLine[] | undefined> {
  const lines: RunFileLine[] = [];
  let bytes = 0;
  for (const file of files) {
    bytes += await file.size();
    if (bytes > maxBytes) throw new BatchReadError(tooMuch(files, "large", `${maxBytes / 1024 / 1024} MiB`));
    for (const piece of piecesOf(file, await file.text())) {
      if (lines.length === maxLines) {
        throw new BatchReadError(tooMuch(files, "long", `${formatCount(maxLines)} lines`));
      }
      const read = await readRunFileLine(piece, file.sources);
      if (!read) return undefined;
      lines.push(read);
    }
  }
  return lines;
}

function tooMuch(files: readonly BatchFile[], what: "large" | "long", limit: string): string {
  const [are, way] =
    files.length === 1
      ? [`${files[0]?.name} is`, "Split the file"]
      : ["These files together are", "Select fewer files"];
  return `${are} too ${what}: a batch can have at most ${limit}. ${way}.`;
}

/** The requests in a text, one by one: a file of nothing but line ends must not fill the memory, or take a minute. */
function* piecesOf({ name, path, isLines }: BatchFile, whole: string): Generator<LineText> {
  const file = basename(path);
  if (!isLines) {
    yield { source: name, text: whole, file, line: 1 };
    return;
  }
  for (let line = 1, at = 0; at < whole.length; line++) {
    const found = whole.indexOf("\n", at);
    const end = found === -1 ? whole.length : found;
    // Without its carriage return: an error there would be shown in the next line.
    const text = whole.slice(at, end).replace(/\r$/, "");
    at = end + 1;
    if (text.trim() !== "") yield { source: `${name}:${line}`, text, file, line };
  }
}
