import { type JsonPath, valueAt } from "#base/json/jsonPath.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { filesIn } from "#runs/resultFiles/filesIn.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { FileInValue, JsonView, TextWithFiles } from "#workbench/panel/page/valueViews.ts";
import { fileView } from "#workbench/panel/vscode/resultFiles/fileView.ts";

/** In bytes. A sentence replaces a larger value until the reader asks for it. */
const maxShownBytes = 2 * 1024 * 1024;

/**
 * A value without the bytes of its files.
 *
 * @param isAsked whether the panel gets it whatever its size
 * @param side the side of the run that holds its files
 */
export function jsonView(value: unknown, isAsked = false, side: "input" | "output" = "output"): JsonView {
  if (value === undefined || value === null) return { kind: "absent" };
  const light = withoutBytes(value);
  const bytes = sizeOf(value);
  if (!isAsked && (light === value ? bytes : sizeOf(light)) > maxShownBytes) return { kind: "tooLarge", bytes };
  return { kind: "value", value: light, bytes, ...(light === value ? {} : filesOf(light, side)) };
}

/** The files in sight, and those of each text that holds some. */
function filesOf(value: unknown, side: "input" | "output"): { files?: FileInValue[]; texts?: TextWithFiles[] } {
  const files: FileInValue[] = [];
  const texts: TextWithFiles[] = [];
  for (const { path, file } of filesIn(value)) {
    const found = fileView(file, { in: side, path });
    const row = pathOfRow(value, path);
    const text = texts.at(-1);
    if (row === path) files.push({ path, file: found });
    else if (text && text.path.length === row.length && isWithin(text.path, row)) text.files.push(found);
    else texts.push({ path: row, files: [found] });
  }
  return { files: files.length > 0 ? files : undefined, texts: texts.length > 0 ? texts : undefined };
}

function pathOfRow(value: unknown, path: JsonPath): JsonPath {
  const length = path.findIndex((_, index) => typeof valueAt(value, path.slice(0, index)) === "string");
  return length === -1 ? path : path.slice(0, length);
}

function isWithin(path: JsonPath, outer: JsonPath): boolean {
  return outer.every((key, index) => key === path[index]);
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value) ?? "");
}
