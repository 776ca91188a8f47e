import { isContainer } from "../../../../base/json/exactNumber.ts";
import type { JsonPath } from "../../../../base/json/jsonPath.ts";
import { commonSequence } from "../align/commonSequence.ts";
import { valueKey, isIgnoredField } from "../keys/valueKey.ts";

/** One value that differs. */
export type JsonDifference =
  | { readonly kind: "changed"; readonly path: JsonPath; readonly a: unknown; readonly b: unknown }
  | { readonly kind: "onlyInA"; readonly path: JsonPath; readonly a: unknown }
  | { readonly kind: "onlyInB"; readonly path: JsonPath; readonly b: unknown };

/** More levels than anybody follows. Each reads all that is below it, so deeper values are compared as a whole. */
const deepest = 32;

/**
 * The values that differ, with their paths, in the order of A. Numbers are compared by their exact value, whatever
 * their notation; ids and times don't count. Items of lists are partners when they are equal; those between equal ones
 * by their order. The path of an item that only B has counts in B, any other in A.
 *
 * @param most no more than so many are collected
 */
export function jsonDifferences(a: unknown, b: unknown, most = 1_000): JsonDifference[] {
  const found: JsonDifference[] = [];
  const compare = (path: JsonPath, of: unknown, other: unknown): void => {
    const name = path.at(-1);
    if (found.length >= most || isSame(of, other, name)) return;
    if (path.length >= deepest || !isContainer(of) || !isContainer(other) || Array.isArray(of) !== Array.isArray(other))
      found.push({ kind: "changed", path, a: of, b: other });
    else if (Array.isArray(of)) compareItems(path, of, other as unknown[]);
    else compareFields(path, of as Fields, other as Fields);
  };
  const only = (kind: "onlyInA" | "onlyInB", path: JsonPath, value: unknown): void => {
    if (found.length < most) found.push(kind === "onlyInA" ? { kind, path, a: value } : { kind, path, b: value });
  };
  const compareFields = (path: JsonPath, of: Fields, other: Fields): void => {
    for (const name of Object.keys(of)) {
      if (Object.hasOwn(other, name)) compare([...path, name], of[name], other[name]);
      else only("onlyInA", [...path, name], of[name]);
    }
    for (const name of Object.keys(other)) if (!Object.hasOwn(of, name)) only("onlyInB", [...path, name], other[name]);
  };
  const compareItems = (path: JsonPath, of: readonly unknown[], other: readonly unknown[]): void => {
    let i = 0;
    let j = 0;
    const until = (iEnd: number, jEnd: number): void => {
      for (; i < iEnd && j < jEnd; i++, j++) compare([...path, i], of[i], other[j]);
      for (; i < iEnd; i++) only("onlyInA", [...path, i], of[i]);
      for (; j < jEnd; j++) only("onlyInB", [...path, j], other[j]);
    };
    for (const place of commonSequence(of.map(valueKey), other.map(valueKey))) {
      until(place.a, place.b);
      i = place.a + 1;
      j = place.b + 1;
    }
    until(of.length, other.length);
  };
  compare([], a, b);
  return found;
}

type Fields = Record<string, unknown>;

function isSame(a: unknown, b: unknown, name: string | number | undefined): boolean {
  if (typeof name === "string" && isIgnoredField(name, a) && isIgnoredField(name, b)) return true;
  return a === b || valueKey(a) === valueKey(b);
}
