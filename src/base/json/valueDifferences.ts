import { isContainer } from "./exactNumber.ts";
import type { JsonPath } from "./jsonPath.ts";

/** A path at which two values differ: what each has there, `undefined` for nothing. */
export interface ValueDifference {
  readonly path: JsonPath;
  readonly a: unknown;
  readonly b: unknown;
}

interface Rules {
  /** How many differences are collected at most. */
  readonly maxDifferences?: number;
  /** Values below so many levels are compared as a whole. */
  readonly maxDepth?: number;
  /** @param name the field or index of both values */
  readonly isSame: (a: unknown, b: unknown, name: string | number | undefined) => boolean;
  /** The indices of the items of two lists that are compared with each other. By default those of one index are. */
  readonly itemsOf?: (a: readonly unknown[], b: readonly unknown[]) => readonly Indices[];
  /** Objects of B may have more fields than those of A. */
  readonly subset?: boolean;
}

interface Indices {
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/** Where two JSON values differ, in the order of A. The path of an item that only B has counts in B, any other in A. */
export function valueDifferences(a: unknown, b: unknown, rules: Rules): ValueDifference[] {
  const { maxDifferences = Infinity, maxDepth = Infinity, isSame, itemsOf = byIndex, subset = false } = rules;
  const found: ValueDifference[] = [];
  const compare = (path: JsonPath, of: unknown, other: unknown): void => {
    if (found.length >= maxDifferences || isSame(of, other, path.at(-1))) return;
    const areLists = Array.isArray(of) && Array.isArray(other);
    if (
      path.length >= maxDepth ||
      !isContainer(of) ||
      !isContainer(other) ||
      Array.isArray(of) !== Array.isArray(other)
    )
      found.push({ path, a: of, b: other });
    else if (areLists)
      for (const { a: i, b: j } of itemsOf(of, other)) compare([...path, i ?? j!], of[i ?? -1], other[j ?? -1]);
    else
      for (const name of new Set([...Object.keys(of), ...(subset ? [] : Object.keys(other))]))
        compare([...path, name], fieldOf(of, name), fieldOf(other, name));
  };
  compare([], a, b);
  return found;
}

function byIndex(a: readonly unknown[], b: readonly unknown[]): Indices[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, at) => ({ a: at < a.length ? at : undefined, b: at < b.length ? at : undefined }));
}

function fieldOf(fields: object, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields as Record<string, unknown>)[name] : undefined;
}
