import type { Node } from "jsonc-parser";
import { isNumber } from "../../base/json/exactNumber.ts";
import { FieldReader } from "../fieldReader.ts";
import { properties } from "../jsonDocument.ts";
import { looksLikeKey } from "../looksLikeKey.ts";
import type { NumberValue } from "./goldenTypes.ts";

/** A value of an object, with the field that a person would write for it: `checks[0].output`. */
export interface Member {
  node: Node;
  keyNode: Node;
  field: string;
}

export type Members = ReadonlyMap<string, Member>;

/** Reads the objects of a golden file, and notes what is wrong with their keys. */
export class ObjectReader extends FieldReader {
  /**
   * The values of an object by their keys; an unknown key is noted and left out.
   *
   * @param what the object is called in a problem: `a check of the output`
   */
  members(node: Node, field: string, keys: readonly string[], what: string): Members | undefined {
    if (node.type !== "object") {
      const wayOut = `Valid keys are ${listed(keys)}.`;
      this.document.note(node, `${field} must be an object, not ${this.nameOf(node)}. ${wayOut}`, field);
      return undefined;
    }
    const found = new Map<string, Member>();
    for (const { key, keyNode, value } of properties(node)) {
      const inner = field === "" ? key : `${field}.${key}`;
      if (keys.includes(key)) found.set(key, { node: value, keyNode, field: inner });
      // What looks like an access key was noted already, and is quoted nowhere.
      else if (!looksLikeKey(key)) this.unknownKey(keyNode, key, keys, what, inner);
    }
    return found;
  }

  unknownKey(node: Node, key: string, keys: readonly string[], what: string, field: string): void {
    const problem = `${JSON.stringify(key)} isn't a key of ${what}. Valid keys are ${listed(keys)}.`;
    this.document.note(node, problem, field);
  }

  /** Notes that a key is missing, at the brace that opens its object. */
  missing(node: Node, field: string, problem: string): void {
    this.document.note({ offset: node.offset, length: 1 }, problem, field);
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
