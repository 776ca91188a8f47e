import { findNodeAtLocation, type Node } from "jsonc-parser";
import type * as z from "zod";
import { numberFrom } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { listed } from "#base/text/listed.ts";
import { nearest } from "#base/text/nearest.ts";
import { looksLikeKey } from "#model/accessKey.ts";
import { type JsonDocument, properties } from "./jsonDocument.ts";
import type { SourceText } from "./parsedRunFile.ts";
import { addedKey, changedTo, changedToOneOf, type ProblemFix } from "./problemFix.ts";

/** A value of a file, with its field as a person would write it: `checks[0].output`. Empty for the whole file. */
export interface Part {
  node: Node;
  field: string;
}

/** Reads a run file or a golden file: schemas say what is wrong, and the file's nodes where. */
export class SchemaReader {
  readonly document: JsonDocument;
  readonly #texts: ReadonlyMap<Node, string>;
  /** Keys that an unknown key was probably a typo of: they aren't also reported as missing. */
  readonly #meant = new Map<Node, Set<string>>();

  /** @param texts the file's strings with variables filled in, as far as they are known */
  constructor(document: JsonDocument, texts: ReadonlyMap<Node, string>) {
    this.document = document;
    this.#texts = texts;
  }

  /** The value of a node. Numbers keep their notation, and every key becomes an own property, also `__proto__`. */
  valueOf(node: Node): unknown {
    switch (node.type) {
      case "array":
        return (node.children ?? []).map((child) => this.valueOf(child));
      case "object":
        return Object.fromEntries(properties(node).map(({ key, value }) => [key, this.valueOf(value)]));
      case "string":
        return this.#texts.get(node);
      case "number":
        return numberFrom(this.document.text.slice(node.offset, node.offset + node.length));
      default:
        return node.value;
    }
  }

  /**
   * Reads a value as a schema says.
   *
   * @param what the value is called in a problem: `a check of output`
   * @returns `undefined` for a value with a problem, which is noted
   */
  read<T>(whole: Part, schema: z.ZodType<T>, what: string): T | undefined {
    return this.#parse(whole, schema, what).data;
  }

  /** Reads an object by a schema that changes no value. @returns its fields without those that have a problem */
  readSound<T extends object>(whole: Part, schema: z.ZodType<T>, what: string): Partial<T> {
    const { value, issues } = this.#parse(whole, schema, what);
    const bad = new Set(issues.flatMap((each) => (each.code === "unrecognized_keys" ? each.keys : each.path[0]!)));
    return Object.fromEntries(Object.entries(fieldsOf(value)).filter(([key]) => !bad.has(key))) as Partial<T>;
  }

  /** A part of an object, or of a list. */
  part({ node, field }: Part, ...path: (string | number)[]): Part | undefined {
    const found = findNodeAtLocation(node, path);
    return found && { node: found, field: fieldAt(field, path) };
  }

  items(whole: Part, key: string): Part[] {
    const list = this.part(whole, key)?.node;
    const items = list?.type === "array" ? (list.children ?? []) : [];
    return items.map((node, index) => ({ node, field: fieldAt(whole.field, [key, index]) }));
  }

  /** A text that isn't empty. */
  sourceText(part: Part | undefined): SourceText | undefined {
    const text = part && this.valueOf(part.node);
    if (!part || typeof text !== "string" || text.trim() === "") return undefined;
    return { text, field: part.field, ...this.document.rangeOf(part.node) };
  }

  /** What to do about a key that an object can't have. @param meant the key that is probably meant */
  protected nextStep(_key: string, meant: string | undefined, keys: readonly string[]): string {
    return meant === undefined ? `Valid keys are ${listed(keys)}.` : `Did you mean ${JSON.stringify(meant)}?`;
  }

  #parse<T>(whole: Part, schema: z.ZodType<T>, what: string) {
    const value = this.valueOf(whole.node);
    const { data, error } = schema.safeParse(value);
    const isUnknown = ({ code }: z.core.$ZodIssue): boolean => code === "unrecognized_keys";
    const issues = error?.issues ?? [];
    // A key isn't missing when it is misspelled, so unknown ones are noted first.
    for (const issue of issues.filter(isUnknown)) this.#noteIssue(whole, what, issue);
    for (const issue of issues) if (!isUnknown(issue)) this.#noteIssue(whole, what, issue);
    return { value, data, issues };
  }

  #noteIssue(whole: Part, what: string, issue: z.core.$ZodIssue): void {
    const path = issue.path as (string | number)[];
    const found = this.part(whole, ...path);
    if (!found) {
      const around = this.part(whole, ...path.slice(0, -1));
      const key = String(path.at(-1));
      if (around) this.missing(around, `${around.field || what} ${issue.message}`, key);
      return;
    }
    const { node, field } = found;
    const [keyNode] = node.parent?.children ?? [];
    const problem = `${field || what} ${issue.message}`;
    if (issue.code === "unrecognized_keys") {
      const name = path.findLast((key) => typeof key === "string") ?? what;
      const keys = issue.message.split(",");
      // There can be as many as lines.
      const unknown = new Set(issue.keys);
      const all = properties(node);
      const missing = keys.filter((each) => !all.some(({ key }) => key === each));
      for (const each of all.filter(({ key }) => unknown.has(key)))
        this.unknownKey(found, each.keyNode, keys, name, missing);
    } else if (issue.code === "custom" && issue.params?.["isAtKey"]) {
      const isMeant = issue.params["lacksKey"] && this.#meant.has(whole.node);
      if (keyNode && !isMeant) this.document.note(keyNode, issue.message, field);
    } else if (issue.code === "custom" && node.type === "object") this.missing(found, problem);
    // A text with an open variable has no value yet, but it's never a list.
    else if (node.type !== "string" || this.valueOf(node) !== undefined || isOfList(issue))
      this.document.note(node, problem, field || undefined, this.#fixesOf(node, issue));
  }

  /** @param missing the keys that the object doesn't have yet */
  protected unknownKey(
    { node, field }: Part,
    keyNode: Node,
    keys: readonly string[],
    what: string,
    missing = keys,
  ): void {
    const key = String(keyNode.value);
    // What looks like an access key was noted already, and is quoted nowhere.
    if (looksLikeKey(key)) return;
    const nearestKey = nearest(key, missing);
    if (nearestKey !== undefined) this.#meant.set(node, (this.#meant.get(node) ?? new Set()).add(nearestKey));
    const problem = `${JSON.stringify(key)} isn't a key of ${what}. ${this.nextStep(key, nearestKey, keys)}`;
    this.document.note(
      keyNode,
      problem,
      fieldAt(field, [key]),
      nearestKey === undefined ? [] : [changedTo(nearestKey)],
    );
  }

  /** Notes at the brace that opens an object that it lacks something: a key, if its name is known. */
  protected missing({ node, field }: Part, problem: string, key?: string): void {
    const meant = this.#meant.get(node);
    if (meant && (key === undefined || meant.has(key))) return;
    const fix = key === undefined ? undefined : addedKey(key, properties(node).length === 0);
    this.document.note(
      { offset: node.offset, length: 1 },
      problem,
      key === undefined ? field : fieldAt(field, [key]),
      fix && [fix],
    );
  }

  /** The fixes: one of the values that a text can have, or the list that a single text belongs in. */
  #fixesOf(node: Node, issue: z.core.$ZodIssue): ProblemFix[] {
    const value = this.valueOf(node);
    if (typeof value !== "string") return [];
    if (isOfList(issue)) {
      const source = this.document.text.slice(node.offset, node.offset + node.length);
      return [{ title: "Put It in [ ]", text: `[${source}]` }];
    }
    return changedToOneOf(value, valuesOf(issue));
  }
}

/** The texts that are valid in place of another one, as far as they can be listed. */
function valuesOf(issue: z.core.$ZodIssue): string[] {
  const values: unknown =
    issue.code === "invalid_value" ? issue.values : issue.code === "custom" && issue.params?.["values"];
  return Array.isArray(values) ? values.filter((each) => typeof each === "string") : [];
}

function isOfList(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" && issue.expected === "array";
}

function fieldAt(field: string, path: readonly (string | number)[]): string {
  return path.reduce<string>((at, key) => {
    return typeof key === "number" ? `${at}[${key}]` : at === "" ? key : `${at}.${key}`;
  }, field);
}
