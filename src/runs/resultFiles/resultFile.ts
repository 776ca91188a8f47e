import { bytesIn, mayBeFile, plainBase64 } from "#base/base64File.ts";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { formatCount } from "#model/counts.ts";
import { describeContent, isLeftOut, type FileContent } from "./leftOut.ts";

/** A file in a run. Its content is base64, or the words for a content that was left out. */
export interface ResultFile {
  content: string;
  /** In bytes, as the app says. */
  size: unknown;
  name?: unknown;
  mime_type?: unknown;
}

/** In characters: the part of a content that shows whether it is base64. */
const headLength = 400;
/** In characters. A longer row of letters isn't a word. */
const maxWordLength = 200;

/** Whether a value is a file: it has a `content` in base64 and a `size`. Plain text beside a size isn't a file. */
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
  return typeof name === "string" || typeof type === "string" || content.length > maxWordLength;
}

/** Base64 is longer than its bytes, so a text with its own length as size isn't base64. */
function isSizeOfText(content: string, size: number): boolean {
  return content.length <= size && (content.length === size || Buffer.byteLength(content) === size);
}

/** Whether a content begins like base64, which may have line breaks. A text has spaces and full stops. */
function isBase64Head(content: string): boolean {
  const head = content.slice(0, headLength).trim();
  return /^[A-Za-z0-9+/]*={0,2}$/.test(head.replace(/^data:[^,]{0,200},/, "").replace(/[\r\n]+/g, ""));
}

/** File types that are never text. */
function isBinary(type: string): boolean {
  return /^(?:image|audio|video|font)\/(?!svg)|^application\/(?:octet-stream|pdf|zip|gzip|vnd\.)/i.test(type);
}

/** The bytes of a file and a problem with them, or why there are none. @param name the file's name for a person */
export function bytesOf(file: ResultFile, name: string): FileBytes | { problem: string } {
  const base64 = plainBase64(file.content);
  if (base64 === undefined)
    return { problem: `${name} can't be read: the app didn't send its content as valid base64.` };
  const bytes = new Uint8Array(bytesIn(base64));
  Buffer.from(bytes.buffer).write(base64, "base64");
  const size = Number(file.size);
  if (size === bytes.length) return { bytes };
  const [received, wanted] = [formatCount(bytes.length), formatCount(size)];
  const differs =
    bytes.length < size
      ? `${name} may be incomplete: received ${received} of ${wanted} bytes.`
      : `${name} may be damaged: received ${received} bytes instead of ${wanted}.`;
  return { bytes, differs };
}

interface FileBytes {
  bytes: Uint8Array<ArrayBuffer>;
  differs?: string;
}

/** In characters. */
const maxNameLength = 200;

/** The name of a file for a person: its name without folders, otherwise its key in the value. */
export function fileName({ name }: ResultFile, path: JsonPath): string {
  const own =
    typeof name === "string"
      ? oneLine(name.slice(0, maxNameLength * 2).replace(/^.*[/\\](?=.)/s, "")).slice(0, maxNameLength)
      : "";
  if (own !== "") return own;
  const key = path.findLast((step) => typeof step === "string");
  return key === undefined || key === "files" ? "file" : key.slice(0, maxNameLength);
}

/** The format in a word: `JPEG`, `PDF`. It comes from the bytes, then from the name, then from what the app says. */
export function fileKind(file: ResultFile, { format }: FileContent): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(typeof file.name === "string" ? file.name : "")?.[1]?.toUpperCase();
  // Office documents are zip archives, so their extension says more.
  if (format && !(format.extension === "zip" && ending !== undefined)) return format.name.split(" ")[0] ?? "";
  if (ending !== undefined && !claimsImage(ending)) return ending;
  const type =
    typeof file.mime_type === "string"
      ? /^[a-z]+\/(?:x-)?([a-z0-9]{1,8})(?:[+;]|$)/i.exec(file.mime_type)?.[1]
      : undefined;
  return type === undefined || claimsImage(type.toUpperCase()) ? "" : type.toUpperCase();
}

/** The bytes would show it. */
function claimsImage(kind: string): boolean {
  return ["PNG", "JPG", "JPEG", "GIF", "WEBP", "PDF"].includes(kind);
}
