import { mayBeFile } from "#base/base64File.ts";
import { fieldsOf, isFields, textOf } from "#base/json/fieldsOf.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { formatBytes } from "#model/bytes.ts";
import { describeContent } from "#runs/resultFiles/leftOut.ts";

/**
 * The content of a message to a model as a person reads it: a text, or the texts of its parts, with a line for each
 * picture and the JSON of other parts. `undefined` for what is neither a text nor parts.
 */
export function contentText(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content) || content.length === 0 || !content.every(isPart)) return undefined;
  return content.map(partText).join("\n");
}

function isPart(part: unknown): boolean {
  return typeof part === "string" || (isFields(part) && typeof part["type"] === "string");
}

function partText(part: unknown): string {
  if (typeof part === "string") return part;
  const { text, image_url: image } = fieldsOf(part);
  if (typeof text === "string") return text;
  const address = textOf(image) ?? textOf(fieldsOf(image)["url"]);
  return address === undefined ? (stringifyJson(part, 2) ?? "") : `[${pictureWords(address)}]`;
}

/** *PNG image, 640 × 480, 12 KiB*, *image https://example.com/receipt.png* */
function pictureWords(address: string): string {
  if (!address.startsWith("data:") && !mayBeFile(address)) return `image ${address}`;
  const { format, pixels, bytes } = describeContent(address);
  const size = pixels ? [`${pixels.width} × ${pixels.height}`] : [];
  return [format?.name ?? "image", ...size, formatBytes(bytes)].join(", ");
}
