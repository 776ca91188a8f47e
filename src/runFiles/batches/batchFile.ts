import { basename } from "node:path";
import { formatCount } from "../../model/counts.ts";
import type { VariableSources } from "../variables/variableValues.ts";
import { type LineText, readRunFileLine, type RunFileLine } from "./runFileLine.ts";

/** A file with one request, or with many as lines of JSON. */
export interface BatchFile {
  path: string;
  /** Its name. Two files with the same name are distinguished by their folders. */
  name: string;
  isLines: boolean;
  open(): AsyncIterable<Uint8Array>;
  sources: VariableSources;
}

/** A batch with more lines isn't sent: nobody looks through them, and all of them are in memory. */
const mostLines = 10_000;
const mostBytes = 128 * 1024 * 1024;

/** The selection can't be a batch. The message is a sentence for a person. */
export class BatchReadError extends Error {
  override readonly name = "BatchReadError";
}

/**
 * Reads the lines of a batch, in order. A line or file that can't be sent is a line as well, with the reason.
 *
 * @returns `undefined` when the person was asked for a value and canceled
 * @throws BatchReadError when a file can't be read at all, or there are too many lines
 */
export async function readBatch(files: readonly BatchFile[]): Promise<RunFileLine[] | undefined> {
  const lines: RunFileLine[] = [];
  let bytes = 0;
  for (const file of files) {
    const counted = count(file, (length) => {
      bytes += length;
      if (bytes > mostBytes)
        throw new BatchReadError(
          `${file.name} is too large: a batch can have at most ${mostBytes / 1024 / 1024} MiB. Split the file.`,
        );
    });
    for await (const piece of piecesOf(file, counted)) {
      if (lines.length === mostLines) {
        const most = formatCount(mostLines);
        throw new BatchReadError(`${file.name} is too long: a batch can have at most ${most} lines. Split the file.`);
      }
      const read = await readRunFileLine(piece, file.sources);
      if (!read) return undefined;
      lines.push(read);
    }
  }
  return lines;
}

async function* piecesOf(
  { name, path, isLines }: BatchFile,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineText> {
  const file = basename(path);
  try {
    for await (const { number: line, text } of isLines ? jsonLines(chunks) : wholeText(chunks))
      yield { source: isLines ? `${name}:${line}` : name, text, file, line };
  } catch (cause) {
    throw readError(file, cause);
  }
}

async function* wholeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  yield { number: 1, text: text + decoder.decode() };
}

function readError(name: string, cause: unknown): Error {
  if (cause instanceof BatchReadError) return cause;
  if (cause instanceof TypeError) return new BatchReadError(`${name} isn't valid UTF-8. Save it as UTF-8.`, { cause });
  if (cause instanceof RangeError) return new BatchReadError(`${name}: ${cause.message}`, { cause });
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  return new BatchReadError(`${name} ${reasons[code] ?? `can't be read (${code}).`}`, { cause });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no longer exists.",
  EACCES: "can't be read: permission denied.",
  EISDIR: "is a folder.",
};

async function* count(file: BatchFile, onBytes: (length: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.open()) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** A line that isn't blank. */
export interface TextLine {
  /** From 1; blank lines count. */
  number: number;
  text: string;
}

/** In UTF-16 units. A longer line can't be a request. */
const longestLine = 64 * 1024 * 1024;

/**
 * Reads the lines of a text while its bytes arrive. A byte order mark and both kinds of line ends are accepted.
 *
 * @throws TypeError when it isn't valid UTF-8
 * @throws RangeError when a line is too long
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 0;
  /** The pieces of a line without its end. They are joined only once, however many there are. */
  let rest: string[] = [];
  let restLength = 0;
  const take = (text: string): TextLine[] => {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    if (lines.length > 0) {
      lines[0] = rest.join("") + lines[0];
      rest = [];
      restLength = 0;
    }
    rest.push(last);
    restLength += last.length;
    if (restLength > longestLine) throw new RangeError(`Line ${number + lines.length + 1} isn't terminated.`);
    // Without its carriage return: an error there would be shown in the next line.
    return lines.map((line) => ({ number: ++number, text: line.replace(/\r$/, "") })).filter(isFilled);
  };
  for await (const chunk of chunks) yield* take(decoder.decode(chunk, { stream: true }));
  yield* take(`${decoder.decode()}\n`);
}

function isFilled({ text }: TextLine): boolean {
  return text.trim() !== "";
}
