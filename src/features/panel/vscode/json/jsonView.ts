import { isContainer } from "../../../../base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "../../../../base/json/jsonPath.ts";
import { stringifyJson } from "../../../../base/json/stringifyJson.ts";
import { filesIn } from "../../../../runs/resultFiles/filesIn.ts";
import { withoutBytes } from "../../../../runs/resultFiles/withoutBytes.ts";
import type { JsonHole, JsonView, TextWithFiles } from "../../page/valueViews.ts";
import { fileView } from "../resultFiles/fileView.ts";

/** In bytes. A sentence replaces a larger value until the reader asks for it. */
const mostShownBytes = 2 * 1024 * 1024;

/**
 * A value without the bytes of its files and without parts that are too large.
 *
 * @param shown the paths of values that the panel gets whatever their size
 * @param side the side of the run that holds its files
 */
export function jsonView(
  value: unknown,
  shown: readonly JsonPath[] = [],
  side: "input" | "output" = "output",
): JsonView {
  if (value === undefined || value === null) return { kind: "absent" };
  const light = withoutBytes(value);
  const view = withoutLarge(light, shown);
  if (light === value) return view;
  const bytes = sizeOf(value);
  return view.kind === "value" ? { ...withFiles(view, light, side), bytes } : { ...view, bytes };
}

function withoutLarge(value: unknown, shown: readonly JsonPath[]): Exclude<JsonView, { kind: "absent" }> {
  const bytes = sizeOf(value);
  if (bytes <= mostShownBytes || shown.some((path) => path.length === 0)) return { kind: "value", value, bytes };
  const holes: JsonHole[] = [];
  const rest = thinned(value, bytes, [], shown, holes);
  return rest === undefined ? { kind: "tooLarge", bytes } : { kind: "value", value: rest.value, bytes, holes };
}

type ValueView = Extract<JsonView, { kind: "value" }>;

/** The same with a hole for each file in sight, and with the files of each text that holds some. */
function withFiles(view: ValueView, value: unknown, side: "input" | "output"): ValueView {
  const holes = [...(view.holes ?? [])];
  const hidden = holes.map(({ path }) => path);
  const texts: TextWithFiles[] = [];
  for (const { path, file } of filesIn(value)) {
    const found = fileView(file, { in: side, path });
    const row = pathOfRow(value, path);
    if (hidden.some((hole) => isWithin(row, hole) && (row === path || hole.length < row.length))) continue;
    const text = texts.at(-1);
    if (row === path)
      holes.push({ path, bytes: found.bytes, kind: "object", size: Object.keys(file).length, file: found });
    else if (text && text.path.length === row.length && isWithin(text.path, row)) text.files.push(found);
    else texts.push({ path: row, files: [found] });
  }
  return { ...view, holes, ...(texts.length > 0 ? { texts } : {}) };
}

function pathOfRow(value: unknown, path: JsonPath): JsonPath {
  const length = path.findIndex((_, index) => typeof valueAt(value, path.slice(0, index)) === "string");
  return length === -1 ? path : path.slice(0, length);
}

function isWithin(path: JsonPath, outer: JsonPath): boolean {
  return outer.every((key, index) => key === path[index]);
}

/** The value with holes in place of its large parts; `undefined` when it is still too large. */
function thinned(
  value: unknown,
  bytes: number,
  path: JsonPath,
  shown: readonly JsonPath[],
  holes: JsonHole[],
): { value: unknown } | undefined {
  if (!isContainer(value)) return undefined;
  const found: JsonHole[] = [];
  let left = bytes;
  const thin = (key: string | number, child: unknown): unknown => {
    const size = sizeOf(child);
    const at = [...path, key];
    if (size <= mostShownBytes) return child;
    left -= size;
    if (isShown(at, shown)) return child;
    const rest = thinned(child, size, at, shown, found);
    if (rest) return rest.value;
    found.push({ path: at, bytes: size, ...kindOf(child) });
    return null;
  };
  const copy = Array.isArray(value)
    ? value.map((child: unknown, index) => thin(index, child))
    : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, thin(key, child)]));
  if (left > mostShownBytes) return undefined;
  holes.push(...found);
  return { value: copy };
}

function isShown(path: JsonPath, shown: readonly JsonPath[]): boolean {
  return shown.some((each) => each.length === path.length && isWithin(each, path));
}

function kindOf(value: unknown): Pick<JsonHole, "kind" | "size"> {
  if (typeof value === "string") return { kind: "string", size: value.length };
  if (Array.isArray(value)) return { kind: "array", size: value.length };
  return { kind: "object", size: Object.keys(value as object).length };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value) ?? "");
}
