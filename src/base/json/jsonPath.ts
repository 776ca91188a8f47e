/** The path from the root of a JSON value to a value inside it. */
export type JsonPath = readonly (string | number)[];

/** The path as a person writes it: `$.orders[0].id`, and `$["a b"]` for a key that isn't a plain word. */
export function jsonPath(path: JsonPath): string {
  const step = (key: string | number): string => {
    if (typeof key === "number") return `[${key}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  };
  return `$${path.map(step).join("")}`;
}

/** One step of a path as a person writes it: `.name`, `[0]`, `["a b"]`. */
const pathStep = /\.([^.[\]"\s][^.[\]"]*)|\[(\d{1,9})\]|\[("[^"\\]*")\]/y;

/** The path that a person wrote, with or without `$` at its start; `undefined` for a text that is no path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  const whole = text.trim();
  const steps = /^[$.[]/.test(whole) ? whole.replace(/^\$/, "") : `.${whole}`;
  const path: (string | number)[] = [];
  pathStep.lastIndex = 0;
  while (pathStep.lastIndex < steps.length) {
    const found = pathStep.exec(steps);
    if (!found) return undefined;
    const [, name, index, quoted = ""] = found;
    path.push(name ?? (index === undefined ? quoted.slice(1, -1) : Number(index)));
  }
  return path.length === 0 ? undefined : path;
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: JsonPath): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
