import { isContainer, isNumber } from "./exactNumber.ts";

const deepest = 6;
const mostFields = 12;
/** The name of a field. A longer or another key may be data: an id, an address. */
const fieldName = /^[A-Za-z_][A-Za-z_0-9]{0,39}$/;

/** The shape of a JSON value, without any value of it: `{id: text, items: [{price: number}]}`. */
export function shapeOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return "text";
  if (isNumber(value)) return "number";
  if (!isContainer(value)) return value === null ? "null" : typeof value;
  if (depth === deepest) return "…";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${shapeOf(value[0], depth + 1)}]`;
  const entries = Object.entries(value);
  const known = entries.filter(([name]) => fieldName.test(name) && !/\d{4}/.test(name)).slice(0, mostFields);
  const fields = known.map(([name, each]) => `${name}: ${shapeOf(each, depth + 1)}`);
  return `{${[...fields, ...(known.length < entries.length ? ["…"] : [])].join(", ")}}`;
}
