import type { Node } from "jsonc-parser";
import { numberFrom } from "../base/json/exactNumber.ts";
import { isUuid } from "../base/uuid.ts";
import { type JsonDocument, properties } from "./jsonDocument.ts";
import type { PlacedText } from "./parsedRunFile.ts";

export const twoSessions = "session and session_id can't be combined. Remove one of the two.";

/** Reads single values of a document and notes what is wrong with them. A value with a problem is `undefined`. */
export class FieldReader {
  readonly document: JsonDocument;
  readonly #texts: ReadonlyMap<Node, string>;

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

  nameOf(node: Node): string {
    if (node.type === "array") return "a list";
    if (node.type === "object") return "an object";
    return node.type === "boolean" || node.type === "null" ? String(node.value) : `a ${node.type}`;
  }

  text(node: Node, field: string): string | undefined {
    if (node.type !== "string") {
      const problem = `${field} must be a string, not ${this.nameOf(node)}. Correct it or leave it out.`;
      this.document.note(node, problem, field);
      return undefined;
    }
    const value = this.#texts.get(node);
    if (value?.trim() !== "") return value;
    this.document.note(node, `${field} is empty. Fill it in or leave it out.`, field);
    return undefined;
  }

  placed(node: Node, field: string): PlacedText | undefined {
    const text = this.text(node, field);
    return text === undefined ? undefined : { text, field, ...this.document.placeOf(node) };
  }

  uuid(node: Node, field: string): string | undefined {
    const value = this.text(node, field);
    if (value === undefined || isUuid(value)) return value;
    const example = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
    this.document.note(node, `${field} must be a UUID such as ${example}. Correct it or leave it out.`, field);
    return undefined;
  }

  /** A session that exists, or `"new"` as the file has it. */
  session(node: Node, field: string): string | undefined {
    const value = this.text(node, field);
    if (value === undefined || value === "new" || isUuid(value)) return value;
    const problem = `${field} must be "new", or the UUID of a session. Correct it or leave it out.`;
    this.document.note(node, problem, field);
    return undefined;
  }

  /** The items of a list. @param of what the list is to hold, for the problem */
  list(node: Node, field: string, of = "strings"): { node: Node; field: string }[] {
    if (node.type === "array")
      return (node.children ?? []).map((child, i) => ({ node: child, field: `${field}[${i}]` }));
    this.document.note(node, `${field} must be a list of ${of}, not ${this.nameOf(node)}. Put it in [ and ].`, field);
    return [];
  }
}
