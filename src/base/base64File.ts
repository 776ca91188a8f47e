import { imageSize, type ImageSize } from "./imageSize.ts";

/** A file that stands as base64 in a text, known by its first bytes and by nothing that the text claims. */
export interface Base64File {
  /** What it is, for a person: `PNG image`. */
  name: string;
  mime: string;
  /** Without the dot. */
  extension: string;
  /** The base64 alone: without a `data:` head and without white space. */
  base64: string;
  bytes: number;
  /** A format that a browser draws and that holds no script. */
  image: boolean;
  /** Of an image, in pixels, where its head says so. */
  size?: ImageSize;
}

/** What a file is by its first bytes. */
export type FileFormat = Pick<Base64File, "name" | "mime" | "extension" | "image">;
type Format = FileFormat & { starts: (head: string) => boolean };

/** SVG is not here: it is a document, which may hold scripts and addresses. */
const formats: readonly Format[] = [
  image("PNG image", "png", (head) => head.startsWith("\x89PNG\r\n\x1a\n")),
  image("JPEG image", "jpeg", (head) => head.startsWith("\xff\xd8\xff"), "jpg"),
  image("GIF image", "gif", (head) => /^GIF8[79]a/.test(head)),
  image("WebP image", "webp", (head) => head.startsWith("RIFF") && head.startsWith("WEBP", 8)),
  {
    name: "PDF document",
    mime: "application/pdf",
    extension: "pdf",
    image: false,
    starts: (head) => head.startsWith("%PDF-"),
  },
  {
    name: "ZIP archive",
    mime: "application/zip",
    extension: "zip",
    image: false,
    starts: (head) => head.startsWith("PK\x03\x04"),
  },
];

/** How the formats begin in base64: tells at a glance what cannot be a file. */
const beginning = /^\s*(?:data:[^,]{0,200};base64,\s*)?(?:iVBORw0KGgo|\/9j\/|R0lGODdh|R0lGODlh|UklGR|JVBERi0|UEsDB)/;
/** As much of a file as is looked into, in characters of base64: JPEGs may begin with a preview. */
const headLength = 128 * 1024;

/** Cheap, and right about nearly every text that is none. */
export function mayBeFile(text: string): boolean {
  return beginning.test(text.slice(0, 300));
}

/** The file in a text; `undefined` when it is not base64 from end to end or begins like nothing that is known. */
export function base64File(text: string): Base64File | undefined {
  if (!mayBeFile(text)) return undefined;
  const base64 = plainBase64(text);
  const format = base64 === undefined ? undefined : formatOf(base64);
  return base64 === undefined || format === undefined ? undefined : { ...format, base64, bytes: bytesIn(base64) };
}

/** The base64 alone, without a `data:` head and white space; `undefined` when a text is not base64 from end to end. */
export function plainBase64(text: string): string | undefined {
  if (isBase64(text)) return text;
  const plain = text.replace(/^\s*data:[^,]{0,200},/, "").replace(/\s+/g, "");
  return isBase64(plain) ? plain : undefined;
}

/** How many bytes base64 stands for. @param base64 without anything else */
export function bytesIn(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
}

/**
 * What base64 is by its first bytes; `undefined` when these are none that are known. @param base64 without anything
 * else
 */
export function formatOf(base64: string): (FileFormat & Pick<Base64File, "size">) | undefined {
  const head = atob(base64.slice(0, headLength));
  const format = formats.find(({ starts }) => starts(head));
  if (!format) return undefined;
  const { name, mime, extension, image: isImage } = format;
  const size = isImage ? imageSize(head) : undefined;
  return { name, mime, extension, image: isImage, ...(size ? { size } : {}) };
}

/** A format by its name for a person. */
export function formatNamed(name: string): FileFormat | undefined {
  const known = formats.find((format) => format.name === name);
  return known && { name: known.name, mime: known.mime, extension: known.extension, image: known.image };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function image(name: string, type: string, starts: Format["starts"], extension = type): Format {
  return { name, mime: `image/${type}`, extension, image: true, starts };
}
