type Schema = Record<string, unknown>;

/**
 * Where a value isn't as a JSON schema says, as paths. Knows the keywords that the schemas of this extension have, and
 * throws for another one.
 */
export function schemaProblems(root: Schema, value: unknown): string[] {
  return new Validator(root).problems(root, value, "$");
}

const descriptions = ["$schema", "title", "description", "markdownDescription", "defaultSnippets", "default"];
const others = ["definitions", "allowComments", "allowTrailingCommas", "then", "else"];

class Validator {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  problems(schema: Schema | boolean, value: unknown, path: string): string[] {
    if (typeof schema === "boolean") return schema ? [] : [path];
    return Object.entries(schema).flatMap(([keyword, says]) => {
      if (descriptions.includes(keyword) || others.includes(keyword)) return [];
      return this.#keyword(keyword, says, value, path, schema);
    });
  }

  #keyword(keyword: string, says: unknown, value: unknown, path: string, schema: Schema): string[] {
    const fields = isObject(value) ? value : {};
    const isRight = (right: boolean): string[] => (right ? [] : [path]);
    const fits = (each: unknown): boolean => this.problems(each as Schema, value, path).length === 0;
    const list = Array.isArray(says) ? (says as unknown[]) : [];
    switch (keyword) {
      case "$ref":
        return this.problems(this.#definition(String(says)), value, path);
      case "type":
        return isRight(hasType(value, String(says)));
      case "enum":
        return isRight(list.includes(value));
      case "const":
        return isRight(value === says);
      case "required":
        return isRight(!isObject(value) || list.every((key) => Object.hasOwn(fields, String(key))));
      case "properties":
        return Object.entries(says as Record<string, Schema>).flatMap(([key, inner]) =>
          Object.hasOwn(fields, key) ? this.problems(inner, fields[key], `${path}.${key}`) : [],
        );
      case "additionalProperties": {
        const known = Object.keys(schema["properties"] ?? {});
        return Object.keys(fields).filter((key) => !known.includes(key));
      }
      case "items":
        return Array.isArray(value)
          ? value.flatMap((each, index) => this.problems(says as Schema, each, `${path}[${index}]`))
          : [];
      case "dependencies":
        return Object.entries(says as Record<string, string[]>)
          .filter(([key, needs]) => Object.hasOwn(fields, key) && !needs.every((each) => Object.hasOwn(fields, each)))
          .map(([key]) => `${path}.${key}`);
      case "oneOf":
        return isRight(list.filter(fits).length === 1);
      case "anyOf":
        return isRight(list.some(fits));
      case "not":
        return isRight(!fits(says));
      case "if": {
        const next = schema[fits(says) ? "then" : "else"];
        return next ? this.problems(next as Schema, value, path) : [];
      }
      default:
        return isRight(withinLimit(keyword, says, value));
    }
  }

  #definition(ref: string): Schema {
    const definitions = this.#root["definitions"] as Record<string, Schema>;
    const found = definitions[ref.replace("#/definitions/", "")];
    if (!found) throw new Error(`The schema lacks ${ref}`);
    return found;
  }
}

function withinLimit(keyword: string, says: unknown, value: unknown): boolean {
  const limit = Number(says);
  switch (keyword) {
    case "minLength":
      return typeof value !== "string" || value.length >= limit;
    case "maxLength":
      return typeof value !== "string" || value.length <= limit;
    case "pattern":
      return typeof value !== "string" || new RegExp(String(says)).test(value);
    case "minimum":
      return typeof value !== "number" || value >= limit;
    case "maximum":
      return typeof value !== "number" || value <= limit;
    case "minItems":
      return !Array.isArray(value) || value.length >= limit;
    case "minProperties":
      return !isObject(value) || Object.keys(value).length >= limit;
    default:
      throw new Error(`The keyword ${keyword} of a schema is not known`);
  }
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
