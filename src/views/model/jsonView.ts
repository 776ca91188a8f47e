import { stringifyJson } from "../../base/stringifyJson.ts";
import { isContainer } from "../../base/exactNumber.ts";
import type { JsonPath } from "../../base/jsonPath.ts";
import type { JsonHole, JsonView } from "../../protocol/viewModels.ts";

/** A value of more bytes than this is a sentence until it is asked for. */
const limit = 2 * 1024 * 1024;

/** @param shown the ways to values that go to the panel however large they are */
export function jsonView(value: unknown, shown: readonly JsonPath[] = []): JsonView {
  if (value === undefined || value === null) return { kind: "absent" };
  const bytes = sizeOf(value);
  if (bytes <= limit || shown.some((path) => path.length === 0)) return { kind: "value", value, bytes };
  const holes: JsonHole[] = [];
  const rest = thinned(value, bytes, [], shown, holes);
  return rest === undefined ? { kind: "tooLarge", bytes } : { kind: "value", value: rest.value, bytes, holes };
}

/** The value with holes in the place of what is too large in it; `undefined` when it is too large even so. */
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
