import { imageSize, type ImageSize } from "./imageSize.ts";

/** A file inside a text, as base64. Its first bytes decide its format, whatever the text claims. */
export interface Base64File {
  /** The name of the format, for a person: `PNG image`. */
  name: string;
  mime: string;
  /** The extension, without the dot. */
  extension: string;
  /** The base64 alone, without a `data:` prefix or white space. */
  base64: string;
  bytes: number;
  /** A browser can show the format, and it can't hold a script. */
  image: boolean;
  /** The size of an image in pixels, if its header gives it. */
  size?: ImageSize;
}

/** The format of a file, from its first bytes. */
export type FileFormat = Pick<Base64File, "name" | "mime" | "extension" | "image">;

/** SVG is not here: it is a document, which may hold scripts and addresses. */
const formats: readonly (readonly [format: FileFormat, starts: (head: string) => boolean])[] = [
  [image("PNG image", "png"), (head) => head.startsWith("\x89PNG\r\n\x1a\n")],
  [image("JPEG image", "jpeg", "jpg"), (head) => head.startsWith("\xff\xd8\xff")],
  [image("GIF image", "gif"), (head) => /^GIF8[79]a/.test(head)],
  [image("WebP image", "webp"), (head) => head.startsWith("RIFF") && head.startsWith("WEBP", 8)],
  [application("PDF document", "pdf"), (head) => head.startsWith("%PDF-")],
  [application("ZIP archive", "zip"), (head) => head.startsWith("PK\x03\x04")],
];

function image(name: string, type: string, extension = type): FileFormat {
  return { name, mime: `image/${type}`, extension, image: true };
}

function application(name: string, extension: string): FileFormat {
  return { name, mime: `application/${extension}`, extension, image: false };
}

/** How the formats begin in base64. It excludes nearly every other text at once. */
const fileBeginning =
  /^\s*(?:data:[^,]{0,200};base64,\s*)?(?:iVBORw0KGgo|\/9j\/|R0lGODdh|R0lGODlh|UklGR|JVBERi0|UEsDB)/;
/** How much of a file is read to find its size, in characters of base64: JPEGs may begin with a preview. */
const headLength = 128 * 1024;

/** A cheap check that is right for nearly every text that holds no file. */
export function mayBeFile(text: string): boolean {
  return fileBeginning.test(text.slice(0, 300));
}

/** The file in a text; `undefined` when the text isn't base64 throughout or has no known format. */
export function base64File(text: string): Base64File | undefined {
  if (!mayBeFile(text)) return undefined;
  const base64 = plainBase64(text);
  const format = base64 && formatOf(base64);
  return format ? { ...format, base64, bytes: bytesIn(base64) } : undefined;
}

/** The base64 alone, without a `data:` prefix or white space; `undefined` when the text isn't base64 throughout. */
export function plainBase64(text: string): string | undefined {
  if (isBase64(text)) return text;
  const plain = text.replace(/^\s*data:[^,]{0,200},/, "").replace(/\s+/g, "");
  return isBase64(plain) ? plain : undefined;
}

/** How many bytes base64 encodes. @param base64 without anything else */
export function bytesIn(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
}

/** The format of base64 by its first bytes; `undefined` when it isn't known. @param base64 without anything else */
export function formatOf(base64: string): (FileFormat & Pick<Base64File, "size">) | undefined {
  const head = atob(base64.slice(0, headLength));
  const [format] = formats.find(([, starts]) => starts(head)) ?? [];
  return format && { ...format, size: format.image ? imageSize(head) : undefined };
}

/** A format by its name for a person. */
export function formatNamed(name: string): FileFormat | undefined {
  return formats.find(([format]) => format.name === name)?.[0];
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
