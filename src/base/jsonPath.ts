/** The way from the root of a JSON value to one in it. */
export type JsonPath = readonly (string | number)[];

/** The way as a person writes it: `$.orders[0].id`, and `$["a b"]` for a key that is no plain word. */
export function jsonPath(path: JsonPath): string {
  const step = (key: string | number): string => {
    if (typeof key === "number") return `[${key}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  };
  return `$${path.map(step).join("")}`;
}

/** What the way leads to; `undefined` where it leads nowhere. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
