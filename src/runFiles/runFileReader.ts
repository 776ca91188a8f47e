import type { Node } from "jsonc-parser";
import type { RunMode } from "../api/contract.ts";
import { nearest } from "../base/text/nearest.ts";
import { looksLikeKey } from "../model/accessKey.ts";
import { FieldReader, twoSessions } from "./fieldReader.ts";
import { properties } from "./jsonDocument.ts";
import type { ParsedRunFile } from "./parsedRunFile.ts";
import { changedTo } from "./problemFix.ts";

const modes: readonly string[] = ["stream", "background", "wait"] satisfies RunMode[];
const flags = ["stream", "background"];
const knownKeys = [
  ...["input", "user_id", "session", "session_id", "files", "file_ids"],
  ...["mode", "connection", "saveTo", "$schema"],
];

export class RunFileReader extends FieldReader {
  /** Reads a file with a whole request, whose input is in `input`. */
  readWhole(root: Node, parsed: ParsedRunFile): void {
    const { request } = parsed;
    const all = properties(root);
    const keys = new Set(all.map(({ key }) => key));
    const missing = knownKeys.filter((key) => !keys.has(key));
    for (const { key, keyNode, value } of all) {
      switch (key) {
        case "input":
          request.input = this.valueOf(value);
          break;
        case "user_id":
          request.user_id = this.text(value, key);
          break;
        case "session":
          request.session_id = this.session(value, key);
          break;
        case "session_id":
          if (keys.has("session")) this.document.note(keyNode, twoSessions, key);
          else request.session_id = this.uuid(value, key);
          break;
        case "file_ids":
          request.file_ids = this.list(value, key).flatMap(({ node, field }) => this.uuid(node, field) ?? []);
          break;
        case "files":
          parsed.files = this.list(value, key).flatMap(({ node, field }) => {
            const placed = this.placed(node, field);
            return placed ? [{ path: placed.text, field, ...this.document.placeOf(node) }] : [];
          });
          break;
        case "mode":
          parsed.mode = this.#mode(value);
          break;
        case "connection":
          parsed.connection = this.placed(value, key);
          break;
        case "saveTo":
          parsed.saveTo = this.placed(value, key);
          break;
        case "$schema":
          break;
        default:
          this.#unknownKey(keyNode, key, keys, missing);
      }
    }
  }

  #mode(node: Node): RunMode | undefined {
    const value = this.text(node, "mode");
    if (value === undefined || modes.includes(value)) return value as RunMode | undefined;
    this.document.note(node, `mode must be "stream", "background" or "wait". Correct it or leave it out.`, "mode");
    return undefined;
  }

  /** @param missing the known keys that the file doesn't have */
  #unknownKey(node: Node, key: string, all: ReadonlySet<string>, missing: readonly string[]): void {
    // A text that looks like a key was already reported.
    if (looksLikeKey(key)) return;
    if (flags.includes(key)) {
      const both = flags.every((flag) => all.has(flag));
      const what = both ? "stream and background can't be combined." : `${key} isn't a key.`;
      return this.document.note(node, `${what} Write "mode": "${key}" instead.`, key);
    }
    const meant = nearest(key, missing);
    const valid = `Valid keys are ${knownKeys.join(", ")}. Put the fields of the run's input under the key input.`;
    const asField = meant === "input" ? " To send it as a field of the run's input, put it under the key input." : "";
    const nextStep = meant === undefined ? valid : `Did you mean ${JSON.stringify(meant)}?${asField}`;
    this.document.note(
      node,
      `${JSON.stringify(key)} isn't a key of a run file. ${nextStep}`,
      key,
      meant === undefined ? undefined : changedTo(meant),
    );
  }
}

/** Whether an object is a whole request, and not a run's input: its `input`, also misspelled, is an object. */
export function isWhole(root: Node): boolean {
  const all = properties(root);
  const objects = all.flatMap(({ key, value }) => (value.type === "object" ? [key] : []));
  if (all.some(({ key }) => key === "input")) return objects.includes("input");
  // Sent as an input, such a file would create a run with the wrong input and without its files and user.
  const hasRequestKey = all.some(({ key }) => key !== "$schema" && knownKeys.includes(key));
  return hasRequestKey && objects.some((key) => !knownKeys.includes(key) && nearest(key, knownKeys) === "input");
}
