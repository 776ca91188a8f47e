import type { JsonPath } from "../base/json/jsonPath.ts";
import { isOneOf } from "./oneOf.ts";
import type { FilePlace } from "./viewModels.ts";

/** Checks where a file is said to be; anything that is no place is `undefined`. */
export function parseFilePlace(value: unknown): FilePlace | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { in: inside, path, id, part, sequence } = value as Record<string, unknown>;
  if (!isPath(path)) return undefined;
  if (isOneOf(inside, ["input", "output"])) return { in: inside, path: [...path] };
  if (inside === "call" && typeof id === "string" && isOneOf(part, ["input", "result", "output", "files"])) {
    return { in: inside, id, part, path: [...path] };
  }
  return inside === "event" && Number.isSafeInteger(sequence)
    ? { in: inside, sequence: sequence as number, path: [...path] }
    : undefined;
}

/** The same place has the same text. */
export function placeKey(place: FilePlace): string {
  switch (place.in) {
    case "input":
    case "output":
      return JSON.stringify([place.in, place.path]);
    case "call":
      return JSON.stringify([place.in, place.id, place.part, place.path]);
    case "event":
      return JSON.stringify([place.in, place.sequence, place.path]);
  }
}

export function isPath(value: unknown): value is JsonPath {
  const isKey = (key: unknown): boolean =>
    typeof key === "string" || (Number.isSafeInteger(key) && (key as number) >= 0);
  return Array.isArray(value) && value.every(isKey);
}
