import { stringifyJson } from "../base/stringifyJson.ts";
import { base64File } from "../base/base64File.ts";

export interface ValueFile {
  name: string;
  bytes: Uint8Array;
  /** What kind of file it is, for the dialog. */
  kind: string;
  extension: string;
}

/** A value as a file: the one that stands in it as base64, else a text as it is and anything else as JSON. */
export function fileOfValue(value: unknown, name: string): ValueFile {
  const file = typeof value === "string" ? base64File(value) : undefined;
  if (file) return make(name, file.extension, file.name, Buffer.from(file.base64, "base64"));
  if (typeof value === "string") return make(name, "txt", "Text", Buffer.from(value));
  return make(name, "json", "JSON", Buffer.from(`${stringifyJson(value, 2)}\n`));
}

function make(name: string, extension: string, kind: string, bytes: Uint8Array): ValueFile {
  const plain = safeName(name);
  const ends = plain.toLowerCase().endsWith(`.${extension}`);
  return { name: ends ? plain : `${plain}.${extension}`, bytes, kind, extension };
}

/** A key comes out of a run: nothing of it may lead to another folder or hide the file. */
function safeName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, "_").replace(/^[. ]+|[. ]+$/g, "");
  return plain.slice(0, 60).replace(/[\ud800-\udbff]$/, "") || "value";
}
