import { createHash } from "node:crypto";
import { bytesIn, type FileFormat, formatNamed, formatOf, plainBase64 } from "#base/base64File.ts";
import type { ImageSize } from "#base/imageSize.ts";

/** The facts about a file's bytes, without the bytes. */
export interface FileContent {
  /** The format of the bytes, if the first ones show it. */
  format?: FileFormat;
  bytes: number;
  /** The size of an image, if its header gives it. */
  pixels?: ImageSize;
  /** The beginning of their SHA-256, if the words give it: it tells files of one size apart. */
  digest?: string;
  /** Set when it isn't base64, so that its format is unknown. `bytes` then counts characters. */
  broken?: true;
}

const mark = "[left out: ";
const leftOutForm =
  /^\[left out: (?:(.+?)(?:, (\d+) × (\d+))?, (\d+) bytes(?:, SHA-256 ([0-9a-f]{8}))?|(\d+) characters that are not base64)\]$/;

/** The facts about a file's content. @param content base64, or the words in its place */
export function describeContent(content: string): FileContent {
  return readWords(content) ?? describeBytes(content);
}

/** The words in place of a file's content. @param content base64, or the words */
export function leftOutWords(content: string): string {
  const { format, bytes, pixels, digest = digestOf(content), broken } = describeContent(content);
  if (broken) return `${mark}${bytes} characters that are not base64]`;
  const size = `${pixels ? `, ${pixels.width} × ${pixels.height}` : ""}, ${bytes} bytes`;
  return `${mark}${format?.name ?? "file"}${size}${digest === undefined ? "" : `, SHA-256 ${digest}`}]`;
}

/** `undefined` for what isn't base64, and for words. */
function digestOf(content: string): string | undefined {
  const base64 = isLeftOut(content) ? undefined : plainBase64(content);
  if (base64 === undefined) return undefined;
  return createHash("sha256").update(base64, "base64").digest("hex").slice(0, digestLength);
}

/** In hexadecimal digits, as a short commit id. */
const digestLength = 8;

/** Whether a text contains the words for a content that was left out. */
export function holdsLeftOut(text: string): boolean {
  return text.includes(mark);
}

/** Whether a text is exactly the words for a content that was left out. */
export function isLeftOut(text: string): boolean {
  return text.startsWith(mark) && leftOutForm.test(text);
}

function readWords(text: string): FileContent | undefined {
  const match = text.startsWith(mark) ? leftOutForm.exec(text) : null;
  if (!match) return undefined;
  const [, name = "", width, height, bytes, digest, characters] = match;
  if (characters !== undefined) return { bytes: Number(characters), broken: true };
  const format = formatNamed(name);
  const pixels = width === undefined ? undefined : { width: Number(width), height: Number(height) };
  return {
    bytes: Number(bytes),
    format,
    pixels,
    digest: digest || undefined,
  };
}

function describeBytes(content: string): FileContent {
  const base64 = plainBase64(content);
  if (base64 === undefined) return { bytes: content.length, broken: true };
  const knownFormat = formatOf(base64);
  if (!knownFormat) return { bytes: bytesIn(base64) };
  const { size, ...format } = knownFormat;
  return { bytes: bytesIn(base64), format, pixels: size };
}
