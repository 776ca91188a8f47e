import type { JsonPath } from "../../base/json/jsonPath.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import type { FileContent } from "./leftOut.ts";
import type { ResultFile } from "./resultFile.ts";

/** In characters. */
const longestName = 200;

/** The name of a file for a person: its name without folders, otherwise its key in the value. */
export function fileName({ name }: ResultFile, path: JsonPath): string {
  const own =
    typeof name === "string"
      ? oneLine(name.slice(0, longestName * 2).replace(/^.*[/\\](?=.)/s, "")).slice(0, longestName)
      : "";
  if (own !== "") return own;
  const key = path.findLast((step) => typeof step === "string");
  return key === undefined || key === "files" ? "file" : key.slice(0, longestName);
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
