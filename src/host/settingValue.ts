/** What package.json says of a setting. */
export interface SettingSchema {
  readonly type: "boolean" | "integer" | "string" | "object";
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * The value of a setting as it counts, since VS Code doesn't check what a person writes into the settings file: the
 * default for another type or another word, and the nearest number that is allowed. Objects stay unchecked.
 */
export function allowedValue(schema: SettingSchema, written: unknown): unknown {
  const { type, default: usual, enum: words, minimum = -Infinity, maximum = Infinity } = schema;
  switch (type) {
    case "boolean":
      return typeof written === "boolean" ? written : usual;
    case "integer": {
      const number = typeof written === "number" && Number.isFinite(written) ? written : Number(usual);
      return Math.round(Math.min(maximum, Math.max(minimum, number)));
    }
    case "string":
      return typeof written === "string" && (words?.includes(written) ?? true) ? written : usual;
    case "object":
      return written;
  }
}
