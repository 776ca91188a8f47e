import { base64File, type FileFormat } from "#base/base64File.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { describeContent } from "#runs/resultFiles/leftOut.ts";
import { bytesOf, isResultFile, type ResultFile, fileName } from "#runs/resultFiles/resultFile.ts";

export interface ValueFile {
  name: string;
  bytes: Uint8Array;
  /** The format of the file, for the dialog. */
  kind: string;
  /** The extension without the dot; empty for a file without one. */
  extension: string;
}

/** A value as a file: the base64 file in it, otherwise a text unchanged and anything else as JSON. */
export function fileOfValue(value: unknown, name: string): ValueFile {
  const file = typeof value === "string" ? base64File(value) : undefined;
  if (file) return make(name, file.extension, file.name, Buffer.from(file.base64, "base64"));
  const read = isResultFile(value) ? bytesOf(value, name) : undefined;
  if (read && "bytes" in read && isResultFile(value)) return fileOfBytes(value, fileName(value, [name]), read.bytes);
  if (typeof value === "string") return make(name, "txt", "Text", Buffer.from(value));
  return make(name, "json", "JSON", Buffer.from(`${stringifyJson(value, 2)}\n`));
}

/** A file of a run, under its own name. Its extension follows from its bytes. */
export function fileOfBytes({ content }: ResultFile, name: string, bytes: Uint8Array): ValueFile {
  const { format } = describeContent(content);
  const cleanName = safeName(name);
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(cleanName)?.[1] ?? "";
  if (!format || isNameOf(format, extension.toLowerCase()))
    return { name: cleanName, bytes, kind: format?.name ?? "File", extension };
  return make(name, format.extension, format.name, bytes);
}

/** Office documents are archives with extensions of their own. */
function isNameOf({ extension }: FileFormat, ending: string): boolean {
  return ending === extension || (extension === "jpg" && ending === "jpeg") || (extension === "zip" && ending !== "");
}

function make(name: string, extension: string, kind: string, bytes: Uint8Array): ValueFile {
  const cleanName = safeName(name);
  const ends = cleanName.toLowerCase().endsWith(`.${extension}`);
  return { name: ends ? cleanName : `${cleanName}.${extension}`, bytes, kind, extension };
}

/** A key comes from a run, so it must not lead to another folder or hide the file. */
function safeName(name: string): string {
  const cleanName = name.replace(/[^\p{L}\p{N}._ -]+/gu, "_").replace(/^[. ]+/, "");
  return cleanName.slice(0, 60).replace(/(?:(?<![. ])[. ]+|[\ud800-\udbff])$/, "") || "value";
}
