import { bytesIn, type FileFormat, formatNamed, formatOf, plainBase64 } from "../../base/base64File.ts";
import type { ImageSize } from "../../base/imageSize.ts";

/** What is known of a file's bytes without having them. */
export interface FileContent {
  /** What they are, where the first of them tell. */
  format?: FileFormat;
  bytes: number;
  /** Of an image, where its head says so. */
  pixels?: ImageSize;
  /** It is not base64: nobody can tell what it is. `bytes` counts characters then. */
  broken?: true;
}

const mark = "[left out: ";
const words = /^\[left out: (?:(.+?)(?:, (\d+) × (\d+))?, (\d+) bytes|(\d+) characters that are not base64)\]$/;

/** What a file's content says of itself. @param content base64, or the words that stand in its place */
export function describeContent(content: string): FileContent {
  return readWords(content) ?? describeBytes(content);
}

/** The words that stand in the place of a file's content wherever it is kept, shown or copied. */
export function leftOutWords({ format, bytes, pixels, broken }: FileContent): string {
  if (broken) return `${mark}${bytes} characters that are not base64]`;
  return `${mark}${format?.name ?? "file"}${pixels ? `, ${pixels.width} × ${pixels.height}` : ""}, ${bytes} bytes]`;
}

/** Whether a text is, or holds somewhere, the words for a content that was left out. */
export function holdsLeftOut(text: string): boolean {
  return text.includes(mark);
}

/** Whether a text is nothing but the words for a content that was left out. */
export function isLeftOut(text: string): boolean {
  return text.startsWith(mark) && words.test(text);
}

function readWords(text: string): FileContent | undefined {
  const match = text.startsWith(mark) ? words.exec(text) : null;
  if (!match) return undefined;
  const [, name = "", width, height, bytes, characters] = match;
  if (characters !== undefined) return { bytes: Number(characters), broken: true };
  const format = formatNamed(name);
  const pixels = width === undefined ? undefined : { width: Number(width), height: Number(height) };
  return { bytes: Number(bytes), ...(format ? { format } : {}), ...(pixels ? { pixels } : {}) };
}

function describeBytes(content: string): FileContent {
  const base64 = plainBase64(content);
  if (base64 === undefined) return { bytes: content.length, broken: true };
  const known = formatOf(base64);
  if (!known) return { bytes: bytesIn(base64) };
  const { size, ...format } = known;
  return { bytes: bytesIn(base64), format, ...(size ? { pixels: size } : {}) };
}
