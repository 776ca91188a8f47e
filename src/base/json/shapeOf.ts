import { isContainer, isNumber } from "./exactNumber.ts";

const maxDepth = 6;
const maxFields = 12;
/** The name of a field. A longer or another key may be data: an id, an address. */
const fieldName = /^[A-Za-z_][A-Za-z_0-9]{0,39}$/;

/** The shape of a JSON value, without any value of it: `{id: text, items: [{price: number}]}`. */
export function shapeOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return "text";
  if (isNumber(value)) return "number";
  if (!isContainer(value)) return value === null ? "null" : typeof value;
  if (depth === maxDepth) return "…";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${shapeOf(value[0], depth + 1)}]`;
  const entries = Object.entries(value);
  const fieldEntries = entries.filter(([name]) => fieldName.test(name) && !/\d{4}/.test(name)).slice(0, maxFields);
  const fields = fieldEntries.map(([name, each]) => `${name}: ${shapeOf(each, depth + 1)}`);
  return `{${[...fields, ...(fieldEntries.length < entries.length ? ["…"] : [])].join(", ")}}`;
}
