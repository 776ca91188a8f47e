import type { Node } from "jsonc-parser";
import type { RunMode } from "../api/contract.ts";
import { numberFrom } from "../base/json/exactNumber.ts";
import { isUuid } from "../base/uuid.ts";
import { type JsonDocument, properties } from "./jsonDocument.ts";
import { looksLikeKey } from "./looksLikeKey.ts";
import type { ParsedRunFile, PlacedText } from "./parsedRunFile.ts";

const modes: readonly string[] = ["stream", "background", "wait"] satisfies RunMode[];
const flags = ["stream", "background"];
const knownKeys = ["input", "user_id", "session_id", "files", "file_ids", "mode", "connection", "saveTo", "$schema"];

/** Reads the values of one run file and notes what is wrong with them. */
export class RunFileReader {
  readonly #document: JsonDocument;
  readonly #texts: ReadonlyMap<Node, string>;

  /** @param texts the file's strings with variables filled in, as far as they are known */
  constructor(document: JsonDocument, texts: ReadonlyMap<Node, string>) {
    this.#document = document;
    this.#texts = texts;
  }

  /** Reads a file that is a whole request, with its input in `input`. */
  readWhole(root: Node, parsed: ParsedRunFile): void {
    const { request } = parsed;
    const all = properties(root);
    const keys = all.map(({ key }) => key);
    for (const { key, keyNode, value } of all) {
      switch (key) {
        case "input":
          request.input = this.valueOf(value);
          break;
        case "user_id":
          request.user_id = this.#text(value, key);
          break;
        case "session_id":
          request.session_id = this.#uuid(value, key);
          break;
        case "file_ids":
          request.file_ids = this.#list(value, key).flatMap(({ node, field }) => this.#uuid(node, field) ?? []);
          break;
        case "files":
          parsed.files = this.#list(value, key).flatMap(({ node, field }) => {
            const placed = this.#placed(node, field);
            return placed ? [{ path: placed.text, field, ...this.#document.placeOf(node) }] : [];
          });
          break;
        case "mode":
          set(parsed, "mode", this.#mode(value));
          break;
        case "connection":
          set(parsed, "connection", this.#placed(value, key));
          break;
        case "saveTo":
          set(parsed, "saveTo", this.#placed(value, key));
          break;
        case "$schema":
          break;
        default:
          this.#unknownKey(keyNode, key, keys);
      }
    }
  }

  /** The value of a node, numbers as they are written. Every key is kept as an own one, `__proto__` too. */
  valueOf(node: Node): unknown {
    switch (node.type) {
      case "array":
        return (node.children ?? []).map((child) => this.valueOf(child));
      case "object":
        return Object.fromEntries(properties(node).map(({ key, value }) => [key, this.valueOf(value)]));
      case "string":
        return this.#texts.get(node);
      case "number":
        return numberFrom(this.#document.text.slice(node.offset, node.offset + node.length));
      default:
        return node.value;
    }
  }

  nameOf(node: Node): string {
    switch (node.type) {
      case "array":
      case "object":
        return node.type === "array" ? "a list" : "an object";
      case "string":
        return "a string";
      case "boolean":
        return String(node.value);
      case "null":
        return "null";
      default:
        return `a ${node.type}`;
    }
  }

  #text(node: Node, field: string): string | undefined {
    if (node.type !== "string") {
      this.#document.note(
        node,
        `${field} must be a string, not ${this.nameOf(node)}. Correct it or leave it out.`,
        field,
      );
      return undefined;
    }
    const value = this.#texts.get(node);
    if (value?.trim() !== "") return value;
    this.#document.note(node, `${field} is empty. Fill it in or leave it out.`, field);
    return undefined;
  }

  #placed(node: Node, field: string): PlacedText | undefined {
    const text = this.#text(node, field);
    return text === undefined ? undefined : { text, field, ...this.#document.placeOf(node) };
  }

  #uuid(node: Node, field: string): string | undefined {
    const value = this.#text(node, field);
    if (value === undefined || isUuid(value)) return value;
    const example = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
    this.#document.note(node, `${field} must be a UUID such as ${example}. Correct it or leave it out.`, field);
    return undefined;
  }

  #mode(node: Node): RunMode | undefined {
    const value = this.#text(node, "mode");
    if (value === undefined || modes.includes(value)) return value as RunMode | undefined;
    this.#document.note(node, `mode must be "stream", "background" or "wait". Correct it or leave it out.`, "mode");
    return undefined;
  }

  #list(node: Node, key: string): { node: Node; field: string }[] {
    if (node.type === "array") return (node.children ?? []).map((child, i) => ({ node: child, field: `${key}[${i}]` }));
    this.#document.note(node, `${key} must be a list of strings, not ${this.nameOf(node)}. Put it in [ and ].`, key);
    return [];
  }

  #unknownKey(node: Node, key: string, all: readonly string[]): void {
    // What looks like a key was noted already, wherever it stands.
    if (looksLikeKey(key)) return;
    if (flags.includes(key)) {
      const both = flags.every((flag) => all.includes(flag));
      const what = both ? "stream and background can't be combined." : `${key} isn't a key.`;
      return this.#document.note(node, `${what} Write "mode": "${key}" instead.`, key);
    }
    const wayOut = `Valid keys are ${knownKeys.join(", ")}. Put the fields of the run's input under the key input.`;
    this.#document.note(node, `${JSON.stringify(key)} isn't a key of a run file. ${wayOut}`, key);
  }
}

/** Leaves a key out that has no value. */
function set<K extends keyof ParsedRunFile>(parsed: ParsedRunFile, key: K, value: ParsedRunFile[K] | undefined): void {
  if (value !== undefined) parsed[key] = value;
}
