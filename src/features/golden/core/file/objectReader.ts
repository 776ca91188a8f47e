import { findNodeAtLocation, type Node } from "jsonc-parser";
import type * as z from "zod";
import { nearest } from "../../../../base/text/nearest.ts";
import { looksLikeKey } from "../../../../model/accessKey.ts";
import { FieldReader } from "../../../../runFiles/fieldReader.ts";
import { properties } from "../../../../runFiles/jsonDocument.ts";
import { addedKey, changedTo } from "../../../../runFiles/problemFix.ts";
import { listed } from "../checks/checkFields.ts";

/** A value of an object, with the field that a person would write for it: `checks[0].output`. */
export interface Member {
  node: Node;
  keyNode: Node;
  field: string;
}

export type Members = ReadonlyMap<string, Member>;

/** Reads the objects of a golden file, and notes what is wrong with their keys. */
export class ObjectReader extends FieldReader {
  /** Keys that an unknown key was probably a typo of. They aren't also reported as missing. */
  readonly #meant = new Map<Node, Set<string>>();

  /**
   * The values of an object by their keys; an unknown key is noted and left out.
   *
   * @param what the object is called in a problem: `a check of the output`
   */
  members(node: Node, field: string, keys: readonly string[], what: string): Members | undefined {
    if (node.type !== "object") {
      const nextStep = `Valid keys are ${listed(keys)}.`;
      this.document.note(node, `${field} must be an object, not ${this.nameOf(node)}. ${nextStep}`, field);
      return undefined;
    }
    const found = new Map<string, Member>();
    for (const { key, keyNode, value } of properties(node)) {
      const inner = field === "" ? key : `${field}.${key}`;
      if (keys.includes(key)) found.set(key, { node: value, keyNode, field: inner });
      else this.#unknownKey(node, keyNode, keys, what, inner);
    }
    return found;
  }

  #unknownKey(object: Node, keyNode: Node, keys: readonly string[], what: string, field: string): void {
    const key = String(keyNode.value);
    // What looks like an access key was noted already, and is quoted nowhere.
    if (looksLikeKey(key)) return;
    const meant = nearest(key, keys);
    if (meant !== undefined) this.#meant.set(object, (this.#meant.get(object) ?? new Set()).add(meant));
    const nextStep = meant === undefined ? `Valid keys are ${listed(keys)}.` : `Did you mean ${JSON.stringify(meant)}?`;
    this.document.note(
      keyNode,
      `${JSON.stringify(key)} isn't a key of ${what}. ${nextStep}`,
      field,
      meant === undefined ? undefined : changedTo(meant),
    );
  }

  /**
   * Notes the first unknown key of an object that needs one of some keys to say what it is.
   *
   * @param known all keys that such an object can have
   * @param needed the keys of which one is missing
   * @returns whether there was an unknown key
   */
  noteUnknown(object: Node, field: string, known: readonly string[], needed: readonly string[], what: string): boolean {
    const unknown = object.type === "object" ? properties(object).filter(({ key }) => !known.includes(key)) : [];
    const found = unknown.find(({ key }) => nearest(key, needed) !== undefined) ?? unknown[0];
    if (!found) return false;
    this.#unknownKey(object, found.keyNode, needed, what, field === "" ? found.key : `${field}.${found.key}`);
    return true;
  }

  /** Notes that a key is missing, at the brace that opens its object, unless an unknown key was meant as one of these. */
  missing(object: Node, field: string, problem: string, keys: readonly string[] = []): void {
    const isMisspelled = keys.some((key) => this.#meant.get(object)?.has(key));
    if (isMisspelled) return;
    const [key] = keys;
    const fix = key === undefined ? undefined : addedKey(key, properties(object).length === 0);
    this.document.note({ offset: object.offset, length: 1 }, problem, field, fix);
  }

  /**
   * Reads a value as a schema says.
   *
   * @param what the value is called in a problem: `a check of output`
   * @returns `undefined` for a value with a problem, which is noted
   */
  read<T>(node: Node, field: string, schema: z.ZodType<T>, what: string): T | undefined {
    const { data, error } = schema.safeParse(this.valueOf(node));
    const isUnknown = ({ code }: z.core.$ZodIssue): boolean => code === "unrecognized_keys";
    const issues = error?.issues ?? [];
    // A key isn't missing when it is misspelled, so unknown ones are noted first.
    for (const issue of issues.filter(isUnknown)) this.#noteIssue(node, field, what, issue);
    for (const issue of issues) if (!isUnknown(issue)) this.#noteIssue(node, field, what, issue);
    return data;
  }

  /** An object with a misspelled key lacks nothing besides. */
  #noteIssue(root: Node, start: string, what: string, issue: z.core.$ZodIssue): void {
    const path = issue.path as (string | number)[];
    const pathField = (keys: readonly (string | number)[]): string =>
      keys.reduce<string>((at, key) => (typeof key === "number" ? `${at}[${key}]` : `${at}.${key}`), start);
    const field = pathField(path);
    const node = findNodeAtLocation(root, path);
    if (!node) {
      const around = path.slice(0, -1);
      const object = findNodeAtLocation(root, around);
      if (object && !this.#meant.has(object)) this.missing(object, field, `${pathField(around)} ${issue.message}`);
      return;
    }
    const [keyNode] = node.parent?.children ?? [];
    if (issue.code === "unrecognized_keys") {
      const name = path.findLast((key) => typeof key === "string") ?? what;
      for (const each of properties(node).filter(({ key }) => issue.keys.includes(key)))
        this.#unknownKey(node, each.keyNode, issue.message.split(","), name, `${field}.${each.key}`);
    } else if (issue.code === "custom" && issue.params?.["isAtKey"]) {
      if (keyNode && !this.#meant.has(root)) this.document.note(keyNode, issue.message, field);
    } else if (issue.code === "custom" && node.type === "object") {
      if (!this.#meant.has(node)) this.missing(node, field, `${field} ${issue.message}`);
    } else if (node.type !== "string" || this.valueOf(node) !== undefined)
      this.document.note(node, `${field} ${issue.message}`, field);
  }

  textOf(members: Members, key: string): string | undefined {
    const member = members.get(key);
    return member && this.text(member.node, member.field);
  }
}
