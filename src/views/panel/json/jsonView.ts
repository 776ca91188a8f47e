import { isContainer } from "../../../base/json/exactNumber.ts";
import { type JsonPath, valueAt } from "../../../base/json/jsonPath.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import type { FilePlace, JsonHole, JsonView } from "../../../protocol/valueViews.ts";
import { filesIn } from "../../../runs/resultFiles/filesIn.ts";
import { withoutBytes } from "../../../runs/resultFiles/withoutBytes.ts";
import { fileView } from "../resultFiles/fileView.ts";

/** In bytes. A sentence replaces a larger value until the reader asks for it. */
const limit = 2 * 1024 * 1024;

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
  const files = light === value ? [] : fileHoles(light, side);
  const view = withoutLarge(light, shown);
  if (light === value) return view;
  const bytes = sizeOf(value);
  if (view.kind !== "value") return { ...view, bytes };
  const holes = view.holes ?? [];
  const inSight = files.filter(
    ({ path }) => !holes.some((hole) => hole.path.every((key, index) => key === path[index])),
  );
  return { ...view, bytes, holes: [...holes, ...inSight] };
}

function withoutLarge(value: unknown, shown: readonly JsonPath[]): Exclude<JsonView, { kind: "absent" }> {
  const bytes = sizeOf(value);
  if (bytes <= limit || shown.some((path) => path.length === 0)) return { kind: "value", value, bytes };
  const holes: JsonHole[] = [];
  const rest = thinned(value, bytes, [], shown, holes);
  return rest === undefined ? { kind: "tooLarge", bytes } : { kind: "value", value: rest.value, bytes, holes };
}

/** Files in JSON inside a text have no row of their own. Words in the text replace them. */
function fileHoles(value: unknown, side: "input" | "output"): JsonHole[] {
  return filesIn(value)
    .filter(({ path }) => valueAt(value, path) !== undefined)
    .map(({ path, file }) => {
      const place: FilePlace = { in: side, path };
      const view = fileView(file, place);
      return { path, bytes: view.bytes, kind: "object", size: Object.keys(file).length, file: view };
    });
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
    if (size <= limit) return child;
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
  if (left > limit) return undefined;
  holes.push(...found);
  return { value: copy };
}

function isShown(path: JsonPath, shown: readonly JsonPath[]): boolean {
  return shown.some((each) => each.length === path.length && each.every((key, index) => key === path[index]));
}

function kindOf(value: unknown): Pick<JsonHole, "kind" | "size"> {
  if (typeof value === "string") return { kind: "string", size: value.length };
  if (Array.isArray(value)) return { kind: "array", size: value.length };
  return { kind: "object", size: Object.keys(value as object).length };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value) ?? "");
}
