import { bytesIn, mayBeFile, plainBase64 } from "../../base/base64File.ts";
import { isContainer, isNumber } from "../../base/json/exactNumber.ts";
import { formatCount } from "../../model/counts.ts";
import { describeContent, isLeftOut } from "./leftOut.ts";

/** A file as a run holds it. Its content is base64, or the words for what was left out. */
export interface ResultFile {
  content: string;
  /** In bytes, as the app says. */
  size: unknown;
  name?: unknown;
  mime_type?: unknown;
}

/** So much of a content tells whether it is base64, in characters. */
const headLength = 400;
/** A word of so many letters is no word. */
const longestWord = 200;

/**
 * Whether a value is a file: it has a `content` in base64 and a `size`. A text that has a size as well stays a text.
 */
export function isResultFile(value: unknown): value is ResultFile {
  if (!isContainer(value) || Array.isArray(value)) return false;
  const { content, size } = value as Partial<ResultFile>;
  return typeof content === "string" && isNumber(size) && (isLeftOut(content) || holdsBytes(value as ResultFile));
}

function holdsBytes(file: ResultFile): boolean {
  const { content, name, mime_type: type } = file;
  const size = Number(file.size);
  if (mayBeFile(content)) return true;
  if (!isBase64Head(content)) return typeof type === "string" && isBinary(type);
  const { bytes, broken } = describeContent(content);
  if (!broken && bytes === size) return true;
  if (isSizeOfText(content, size)) return false;
  return typeof name === "string" || typeof type === "string" || content.length > longestWord;
}

/** A text that says its own length is no base64, which is longer than what it stands for. */
function isSizeOfText(content: string, size: number): boolean {
  return content.length <= size && (content.length === size || Buffer.byteLength(content) === size);
}

/** Whether a content begins as base64 does, which may be broken into lines: a text has spaces and points. */
function isBase64Head(content: string): boolean {
  const head = content.slice(0, headLength).trim();
  return /^[A-Za-z0-9+/]*={0,2}$/.test(head.replace(/^data:[^,]{0,200},/, "").replace(/[\r\n]+/g, ""));
}

/** Kinds of files that are never a text. */
function isBinary(type: string): boolean {
  return /^(?:image|audio|video|font)\/(?!svg)|^application\/(?:octet-stream|pdf|zip|gzip|vnd\.)/i.test(type);
}

/** The bytes of a file, and what is wrong with them; or why there are none. @param name what a person calls the file */
export function bytesOf(file: ResultFile, name: string): FileBytes | { problem: string } {
  const base64 = plainBase64(file.content);
  if (base64 === undefined)
    return { problem: `${name} can't be read: the app didn't send its content as valid base64.` };
  const bytes = new Uint8Array(bytesIn(base64));
  Buffer.from(bytes.buffer).write(base64, "base64");
  const size = Number(file.size);
  if (size === bytes.length) return { bytes };
  const told = `${formatCount(bytes.length)} bytes arrived, the app announced ${formatCount(size)}`;
  return { bytes, differs: `${name} may be incomplete: ${told}.` };
}

interface FileBytes {
  bytes: Uint8Array<ArrayBuffer>;
  differs?: string;
}
