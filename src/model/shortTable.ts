import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { shortened } from "#base/text/oneLine.ts";

/** A list in an output that reads better as a table: rules that matched, findings of rules, artifacts. */
export interface ShortTable {
  readonly of: "rules" | "findings" | "artifacts";
  /** The field that has the list. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are besides. */
  readonly more?: number;
}

type Fields = Readonly<Record<string, unknown>>;

const outcomes: ReadonlySet<unknown> = new Set(["pass", "fail", "warn", "info", "not_applicable", "not_evaluated"]);
/** The columns that a person looks for, the first ones first. Others follow while there is room. */
const firstColumns = [
  "name",
  "title",
  "rule",
  "status",
  "result",
  "outcome",
  "severity",
  "message",
  "kind",
  "version",
  "url",
  "id",
];
const maxColumns = 4;
const maxRows = 20;
/** In characters. */
const maxCellLength = 120;
/** How many fields of an output are looked at. */
const maxFields = 200;

/** The tables in the output of a node, in the forms of the public SDK. A list of any other form stays as it is. */
export function readTables(output: unknown): ShortTable[] {
  if (!isContainer(output) || Array.isArray(output)) return [];
  return Object.entries(output)
    .slice(0, maxFields)
    .flatMap(([name, value]) => readTable(name, value) ?? []);
}

/** A field of an output as a table; `undefined` for a value of another form. */
export function readTable(name: string, value: unknown): ShortTable | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFields)) return undefined;
  const kind = kindOf(name, value);
  if (kind === undefined) return undefined;
  const shown = value.slice(0, maxRows);
  const columns = columnsOf(shown);
  if (columns.length === 0) return undefined;
  const more = value.length - shown.length;
  return {
    of: kind,
    name,
    columns,
    rows: shown.map((row) => columns.map((column) => cellOf(row[column]))),
    more: more > 0 ? more : undefined,
  };
}

/** The words of a table, for a search. */
export function tableText({ name, columns, rows }: ShortTable): string {
  return [name, ...columns, ...rows.flat()].join(" ");
}

function kindOf(name: string, rows: readonly Fields[]): ShortTable["of"] | undefined {
  if (name === "matched_rules") return "rules";
  if (name === "artifacts") return "artifacts";
  const isFinding = (row: Fields): boolean => Object.values(row).some((value) => outcomes.has(value));
  return rows.every(isFinding) ? "findings" : undefined;
}

function columnsOf(rows: readonly Fields[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row).filter((name) => cellOf(row[name]) !== "")));
  const rank = (name: string): number =>
    firstColumns.includes(name) ? firstColumns.indexOf(name) : firstColumns.length;
  return [...names].toSorted((a, b) => rank(a) - rank(b)).slice(0, maxColumns);
}

function cellOf(value: unknown): string {
  if (typeof value === "boolean" || isNumber(value)) return String(value);
  if (typeof value !== "string") return "";
  return shortened(value.replace(/\s+/g, " ").trim(), maxCellLength);
}
