/** What is read of a JSON schema: that of the Input node. */
export interface FieldShape {
  type?: string;
  default?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly FieldShape[];
  properties?: Readonly<Record<string, FieldShape>>;
}

/** An input with the fields of the Input node, each with its default or an empty value; without a schema, `{"input": ""}`. */
export function inputOf(schema: FieldShape | null | undefined): Record<string, unknown> {
  const fields = Object.entries(schema?.properties ?? {});
  if (fields.length === 0) return { input: "" };
  return Object.fromEntries(fields.map(([name, shape]) => [name, valueOf(shape)]));
}

function valueOf({ type, default: defaultValue, properties, enum: choices, anyOf }: FieldShape): unknown {
  if (defaultValue !== undefined) return defaultValue;
  if (choices?.length) return choices[0];
  if (anyOf?.[0]) return valueOf(anyOf[0]);
  switch (type) {
    case "object":
      return properties ? inputOf({ properties }) : {};
    case "array":
      return [];
    case "number":
    case "integer":
      return 0;
    case "boolean":
      return false;
    default:
      return "";
  }
}
