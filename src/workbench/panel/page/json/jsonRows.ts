import { mayBeFile } from "#base/base64File.ts";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { FileView } from "#workbench/panel/page/valueViews.ts";

type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

export interface JsonRow {
  /** The path as a JSON pointer; the root's is empty. */
  id: string;
  /** Absent at the root. */
  key?: string | number;
  value: unknown;
  kind: JsonKind;
  depth: number;
  /** The row of the parent, -1 at the root. */
  parent: number;
  /** The number of siblings, itself included, and its position among them, from 1. */
  setSize: number;
  position: number;
  /** Whether it can be expanded: it has children, or is a string too long for its line. */
  opens: boolean;
  open: boolean;
  /** Whether it is a string that begins like a file in base64. */
  file: boolean;
  /** The file that it is, in words, without its bytes. */
  fileView?: FileView;
  /** The files in the JSON of a text. */
  files?: readonly FileView[];
}

/** In characters. A longer string, or one with line breaks, is cut to one line until it is expanded. */
export const lineLimit = 120;

/**
 * The visible rows while these nodes are expanded. Collapsed nodes aren't visited.
 *
 * @param files by the ids of the rows
 * @param filesOfTexts the files in texts, by the ids of the rows
 */
export function jsonRows(
  root: unknown,
  open: ReadonlySet<string>,
  files: ReadonlyMap<string, FileView> = new Map(),
  filesOfTexts: ReadonlyMap<string, readonly FileView[]> = new Map(),
): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (value: unknown, at: Pick<JsonRow, "id" | "key" | "depth" | "parent" | "setSize" | "position">): void => {
    const kind = kindOf(value);
    const file = kind === "string" && mayBeFile(value as string);
    const opens = kind === "string" ? file || isLong(value as string) : sizeOf(value) > 0;
    const row: JsonRow = { ...at, value, kind, file, opens, open: opens && open.has(at.id) };
    row.fileView = files.get(at.id);
    row.files = filesOfTexts.get(at.id);
    const parent = rows.push(row) - 1;
    if (!row.open || kind === "string") return;
    const entries = entriesOf(value);
    entries.forEach(([key, child], index) => {
      const id = idBelow(at.id, key);
      add(child, { id, key, depth: at.depth + 1, parent, setSize: entries.length, position: index + 1 });
    });
  };
  add(root, { id: "", depth: 0, parent: -1, setSize: 1, position: 1 });
  return rows;
}

export function idBelow(id: string, key: string | number): string {
  return `${id}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

export function idOf(path: JsonPath): string {
  return path.reduce<string>(idBelow, "");
}

/** The ids of all ancestors of a node, from the root on. */
export function idsAbove(id: string): string[] {
  const parts = id.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The nodes to expand so that the tree shows this many levels; strings stay cut. */
export function openToDepth(root: unknown, levels: number): Set<string> {
  const open = new Set<string>([""]);
  for (let level = 0; level < levels; level += 1) {
    for (const row of jsonRows(root, open)) if (row.opens && row.kind !== "string") open.add(row.id);
  }
  return open;
}

/** The number of its properties or items; 0 for a value that isn't a container. */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isContainer(value) ? Object.keys(value).length : 0;
}

/** The keys from the root to this row. */
export function pathOf(rows: readonly JsonRow[], row: JsonRow): JsonPath {
  const keys: (string | number)[] = [];
  for (let at: JsonRow | undefined = row; at; at = rows[at.parent]) if (at.key !== undefined) keys.unshift(at.key);
  return keys;
}

function isLong(text: string): boolean {
  return text.length > lineLimit || text.includes("\n");
}

function kindOf(value: unknown): JsonKind {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (isNumber(value)) return "number";
  const type = typeof value;
  return type === "string" || type === "boolean" ? type : "object";
}

/** The keys and values of an object, the indexes and items of a list. */
export function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item]);
  return Object.entries(value as Record<string, unknown>);
}
