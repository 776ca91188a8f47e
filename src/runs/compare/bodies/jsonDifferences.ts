import { isContainer } from "../../../base/json/exactNumber.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { sameJson } from "../../../base/json/sameJson.ts";
import { commonSequence } from "../align/commonSequence.ts";
import { isIgnoredField } from "../keys/ignored.ts";
import { exactKey, valueKey } from "../keys/valueKey.ts";

/** One value that differs. */
export type JsonDifference =
  | { readonly kind: "changed"; readonly path: JsonPath; readonly a: unknown; readonly b: unknown }
  | { readonly kind: "onlyInA"; readonly path: JsonPath; readonly a: unknown }
  | { readonly kind: "onlyInB"; readonly path: JsonPath; readonly b: unknown };

export interface JsonDifferenceOptions {
  /** Whether ids and times count, which differ from run to run by themselves: see `keys/ignored.ts`. */
  readonly exact?: boolean | undefined;
  /** No more differences than this are collected. */
  readonly most?: number | undefined;
}

/** A part of two JSON values; `name` is its field, or its place in a list, and `undefined` for the whole. */
export type JsonPart = { readonly name: string | number | undefined } & (
  | { readonly kind: "equal" | "changed"; readonly a: unknown; readonly b: unknown }
  | { readonly kind: "onlyInA"; readonly a: unknown }
  | { readonly kind: "onlyInB"; readonly b: unknown }
);

/**
 * The values that differ, with their paths, in the order of A. Numbers are compared by their exact value, whatever
 * their notation. Items of lists are partners when they are equal; those between equal ones by their order. The path of
 * an item that only B has counts in B, any other in A.
 */
export function jsonDifferences(a: unknown, b: unknown, options: JsonDifferenceOptions = {}): JsonDifference[] {
  const found: JsonDifference[] = [];
  collect(
    found,
    [],
    { kind: "changed", name: undefined, a, b },
    { exact: options.exact === true, most: options.most ?? 1_000 },
  );
  return found;
}

/** More levels than anybody follows. */
const deepest = 32;

interface Limits {
  readonly exact: boolean;
  readonly most: number;
}

function collect(found: JsonDifference[], path: JsonPath, part: JsonPart, limits: Limits): void {
  if (found.length >= limits.most || part.kind === "equal") return;
  if (part.kind === "onlyInA") found.push({ kind: part.kind, path, a: part.a });
  else if (part.kind === "onlyInB") found.push({ kind: part.kind, path, b: part.b });
  else if (!isSame(part.a, part.b, part.name, limits.exact)) {
    // Each level reads all that is below it, so what is nested more deeply is compared as a whole.
    const parts = path.length < deepest ? partsOfJson(part.a, part.b, limits.exact) : undefined;
    if (!parts) found.push({ kind: "changed", path, a: part.a, b: part.b });
    else for (const each of parts) collect(found, [...path, each.name!], each, limits);
  }
}

/**
 * The fields or items of two objects or two lists, in the order of A with what only B has after its predecessor there;
 * `undefined` for values that are compared as a whole.
 */
export function partsOfJson(a: unknown, b: unknown, exact: boolean): JsonPart[] | undefined {
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return undefined;
  return Array.isArray(a) ? itemParts(a, b as unknown[], exact) : fieldParts(a as Fields, b as Fields, exact);
}

type Fields = Record<string, unknown>;

function fieldParts(a: Fields, b: Fields, exact: boolean): JsonPart[] {
  const parts: JsonPart[] = [];
  const namesOfB = Object.keys(b);
  const placeInB = new Map(namesOfB.map((name, place) => [name, place]));
  const addAfter = (place: number): void => {
    for (let at = place; at < namesOfB.length; at++) {
      const name = namesOfB[at]!;
      if (Object.hasOwn(a, name)) return;
      parts.push({ kind: "onlyInB", name, b: b[name] });
    }
  };
  addAfter(0);
  for (const name of Object.keys(a)) {
    const place = placeInB.get(name);
    if (place === undefined) {
      parts.push({ kind: "onlyInA", name, a: a[name] });
      continue;
    }
    const kind = isSame(a[name], b[name], name, exact) ? "equal" : "changed";
    parts.push({ kind, name, a: a[name], b: b[name] });
    addAfter(place + 1);
  }
  return parts;
}

function itemParts(a: readonly unknown[], b: readonly unknown[], exact: boolean): JsonPart[] {
  const parts: JsonPart[] = [];
  let i = 0;
  let j = 0;
  const addUntil = (iEnd: number, jEnd: number): void => {
    while (i < iEnd && j < jEnd) parts.push({ kind: "changed", name: i, a: a[i++], b: b[j++] });
    while (i < iEnd) parts.push({ kind: "onlyInA", name: i, a: a[i++] });
    while (j < jEnd) parts.push({ kind: "onlyInB", name: j, b: b[j++] });
  };
  const keyOf = (value: unknown): number => (exact ? exactKey(value) : valueKey(value));
  for (const place of commonSequence(a.map(keyOf), b.map(keyOf))) {
    addUntil(place.a, place.b);
    parts.push({ kind: "equal", name: i, a: a[i++], b: b[j++] });
  }
  addUntil(a.length, b.length);
  return parts;
}

export function isSame(a: unknown, b: unknown, name: string | number | undefined, exact: boolean): boolean {
  if (exact) return sameJson(a, b);
  if (typeof name === "string" && isIgnoredField(name, a) && isIgnoredField(name, b)) return true;
  return a === b || valueKey(a) === valueKey(b);
}
