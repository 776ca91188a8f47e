import type { Node } from "jsonc-parser";
import { looksLikeKey } from "../../api/accessKey.ts";
import { isNumber } from "../../base/json/exactNumber.ts";
import { nearest } from "../../base/text/nearest.ts";
import { FieldReader } from "../fieldReader.ts";
import { properties } from "../jsonDocument.ts";
import type { NumberValue } from "./goldenTypes.ts";

/** A value of an object, with the field that a person would write for it: `checks[0].output`. */
export interface Member {
  node: Node;
  keyNode: Node;
  field: string;
}

export type Members = ReadonlyMap<string, Member>;

/** Keys of earlier versions, after the object that had them, and what to write instead. */
const removedKeys: ReadonlyMap<string, string> = new Map([
  ["a golden test: person", 'Write its messages as "turns": [{"input": {…}, "checks": [ … ]}].'],
]);

/** Reads the objects of a golden file, and notes what is wrong with their keys. */
export class ObjectReader extends FieldReader {
  /** The keys that a person probably meant with unknown ones: these aren't missing besides. */
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
    const instead = removedKeys.get(`${what}: ${key}`);
    if (instead !== undefined) {
      this.document.note(keyNode, `${JSON.stringify(key)} isn't a key of ${what} any more. ${instead}`, field);
      return;
    }
    const meant = nearest(key, keys);
    if (meant !== undefined) this.#meant.set(object, (this.#meant.get(object) ?? new Set()).add(meant));
    const nextStep = meant === undefined ? `Valid keys are ${listed(keys)}.` : `Did you mean ${JSON.stringify(meant)}?`;
    this.document.note(keyNode, `${JSON.stringify(key)} isn't a key of ${what}. ${nextStep}`, field);
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

  /** Notes that a key is missing, at the brace that opens its object, unless a misspelled one was noted. */
  missing(object: Node, field: string, problem: string, keys: readonly string[] = []): void {
    if (!this.isMisspelled(object, keys)) this.document.note({ offset: object.offset, length: 1 }, problem, field);
  }

  /** Whether an unknown key of an object was noted, with which one of these was meant. */
  isMisspelled(object: Node, keys: readonly string[]): boolean {
    return keys.some((key) => this.#meant.get(object)?.has(key));
  }

  textOf(members: Members, key: string): string | undefined {
    const member = members.get(key);
    return member && this.text(member.node, member.field);
  }

  flag(members: Members, key: string): boolean | undefined {
    const member = members.get(key);
    if (!member || member.node.type === "boolean") return member?.node.value as boolean | undefined;
    const is = this.nameOf(member.node);
    this.document.note(member.node, `${member.field} must be true or false, not ${is}. Correct it.`, member.field);
    return undefined;
  }

  /** A whole number within limits. */
  count(members: Members, key: string, least: number, most = 1_000_000): number | undefined {
    const member = members.get(key);
    if (!member) return undefined;
    const value = this.valueOf(member.node);
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    const limits = `from ${least} to ${most}`;
    this.document.note(member.node, `${member.field} must be a whole number ${limits}. Correct it.`, member.field);
    return undefined;
  }

  number(member: Member): NumberValue | undefined {
    const value = this.valueOf(member.node);
    if (isNumber(value)) return value;
    const is = this.nameOf(member.node);
    this.document.note(member.node, `${member.field} must be a number, not ${is}. Correct it.`, member.field);
    return undefined;
  }

  /** A list of strings; `undefined` where there is none. */
  texts(members: Members, key: string): string[] | undefined {
    const member = members.get(key);
    if (member?.node.type !== "array") {
      if (member) this.list(member.node, member.field);
      return undefined;
    }
    return this.list(member.node, member.field).flatMap(({ node, field }) => this.text(node, field) ?? []);
  }

  object(member: Member): Record<string, unknown> | undefined {
    if (member.node.type === "object") return this.valueOf(member.node) as Record<string, unknown>;
    const is = this.nameOf(member.node);
    this.document.note(member.node, `${member.field} must be an object, not ${is}. Correct it.`, member.field);
    return undefined;
  }
}

/** Names as a sentence lists them. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
