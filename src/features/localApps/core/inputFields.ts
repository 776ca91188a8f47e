/** What is read of a JSON schema: that of the Input node. */
export interface FieldShape {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly FieldShape[];
  properties?: Readonly<Record<string, FieldShape>>;
  /** The names of the properties that an input must have. Without the list, all may be needed. */
  required?: readonly string[];
}

/** A field of which a person says the value in one line. */
export interface AskedField {
  name: string;
  description?: string;
  /** The values to choose from. Without them, a text is typed. */
  choices?: readonly unknown[];
  isNumber?: boolean;
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

/**
 * The fields of an input that a person has to say: those that are needed and have no default.
 *
 * @returns `undefined` when one of them doesn't fit in a line, as a list of files
 */
export function askedFields(schema: FieldShape | null | undefined): readonly AskedField[] | undefined {
  const { properties = {}, required } = schema ?? {};
  if (Object.keys(properties).length === 0) return [{ name: "input" }];
  const needed = Object.entries(properties).filter(
    ([name, shape]) => shape.default === undefined && (required?.includes(name) ?? true),
  );
  const asked = needed.flatMap(([name, shape]) => askedField(name, shape) ?? []);
  return asked.length === needed.length ? asked : undefined;
}

/** An input with the said values, and with the defaults of all other fields that have one. */
export function inputWith(
  said: Readonly<Record<string, unknown>>,
  schema: FieldShape | null | undefined,
): Record<string, unknown> {
  const fields = Object.entries(schema?.properties ?? {});
  const known = fields.flatMap(([name, shape]) => (shape.default === undefined ? [] : [[name, shape.default]]));
  return { ...Object.fromEntries(known), ...said };
}

function askedField(name: string, shape: FieldShape): AskedField | undefined {
  const { enum: choices, anyOf, description } = shape;
  const about = { name, ...(description !== undefined && { description }) };
  if (choices?.length) return { ...about, choices };
  if (anyOf?.[0]) return askedField(name, { description, ...anyOf[0] });
  switch (shape.type) {
    case "string":
    case "Any":
      return about;
    case "number":
    case "integer":
      return { ...about, isNumber: true };
    case "boolean":
      return { ...about, choices: [true, false] };
    default:
      return undefined;
  }
}
