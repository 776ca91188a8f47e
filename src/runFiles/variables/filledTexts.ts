import type { Node } from "jsonc-parser";
import { looksLikeKey } from "#model/accessKey.ts";
import { type JsonDocument, properties, type TextSpan } from "#runFiles/jsonDocument.ts";
import type { TextFix } from "#runFiles/problemFix.ts";
import type { SourceRange } from "#runFiles/runFileError.ts";
import { templateParts, type Variable } from "./variables.ts";

export interface VariableUse extends Variable, SourceRange {
  field: string;
}

/** The result for a variable: a value, or a sentence that says why there is none. `undefined` while it isn't known. */
export type VariableValue = { value: string } | { problem: string } | undefined;

/** The values of variables, as far as they are known. */
export type ValueOf = (use: VariableUse) => VariableValue;

export interface FilledTexts {
  /** The strings of the file with their variables filled in, except those with open variables. */
  texts: ReadonlyMap<Node, string>;
  variables: VariableUse[];
  /** Whether a variable's value isn't known yet. */
  isOpen: boolean;
}

/**
 * Checks every key and value of a document for texts that may not be sent, and fills in the variables.
 *
 * @param valueOf called for each variable, in the order of the file
 * @param hasVariables whether the texts of a field can have variables; elsewhere `${` is literal
 * @param longForm a text with variables for which another one stands: `"new"` for a session
 */
export function fillTexts(
  document: JsonDocument,
  root: Node,
  valueOf: ValueOf,
  hasVariables: (field: string) => boolean = () => true,
  longForm: LongForm = () => undefined,
): FilledTexts {
  const filler = new TextFiller(document, valueOf, hasVariables, longForm);
  filler.walk(root, "");
  return filler;
}

type LongForm = (field: string, text: string) => string | undefined;

class TextFiller implements FilledTexts {
  readonly texts = new Map<Node, string>();
  readonly variables: VariableUse[] = [];
  isOpen = false;
  readonly #document: JsonDocument;
  readonly #valueOf: ValueOf;
  readonly #hasVariables: (field: string) => boolean;
  readonly #longForm: LongForm;

  constructor(document: JsonDocument, valueOf: ValueOf, hasVariables: (field: string) => boolean, longForm: LongForm) {
    this.#document = document;
    this.#valueOf = valueOf;
    this.#hasVariables = hasVariables;
    this.#longForm = longForm;
  }

  walk(node: Node, field: string): void {
    switch (node.type) {
      case "object":
        return this.#walkObject(node, field);
      case "array":
        return node.children?.forEach((child, i) => this.walk(child, `${field}[${i}]`));
      case "string":
        return this.#fill(node, field);
      default:
        return undefined;
    }
  }

  #walkObject(node: Node, path: string): void {
    const seen = new Set<string>();
    for (const { key, keyNode, value } of properties(node)) {
      const isKey = looksLikeKey(key);
      const name = isKey ? "•••" : key;
      const field = path === "" ? name : `${path}.${name}`;
      if (isKey) this.#document.note(keyNode, `the name of this field ${keyWords}`);
      else if (seen.has(key)) {
        this.#document.note(keyNode, "duplicate key. Remove one of the two.", field);
      }
      seen.add(key);
      this.walk(value, field);
    }
  }

  #fill(node: Node, field: string): void {
    const document = this.#document;
    const text = String(node.value);
    if (looksLikeKey(text)) return document.note(node, `${field} ${keyWords}`, field);
    if (!this.#hasVariables(field)) return void this.texts.set(node, text);
    const long = this.#longForm(field, text);
    const spanOf = long === undefined ? spansInString(document.text, node) : () => node;
    let filled: string | undefined = "";
    for (const part of templateParts(long ?? text)) {
      if (part.kind === "text") {
        if (filled !== undefined) filled += part.text;
        continue;
      }
      const range = document.rangeOf(spanOf(part));
      if (part.kind === "problem") {
        document.problems.push({ ...range, problem: part.problem, field, fixes: part.fixes.map(inString) });
        filled = undefined;
        continue;
      }
      const use: VariableUse = { ...part.variable, ...range, field };
      this.variables.push(use);
      const found = this.#valueOf(use);
      if (found === undefined) this.isOpen = true;
      else if ("problem" in found) document.problems.push({ ...range, problem: found.problem, field });
      filled = found && "value" in found && filled !== undefined ? filled + found.value : undefined;
    }
    if (filled === undefined) return;
    if (looksLikeKey(filled)) document.note(node, `with its variables filled in, ${field} ${keyWords}`, field);
    else this.texts.set(node, filled);
  }
}

/** The text of a fix as a part of a JSON string. */
function inString({ title, text }: TextFix): TextFix {
  return { title, text: JSON.stringify(text).slice(1, -1) };
}

const keyWords = "looks like an access key or a personal token. Remove it: keys belong in a connection, not in a file.";

/** Finds the ranges of parts of a string's value in the file, in order: a character may be written as an escape. */
function spansInString(text: string, node: Node): (part: { start: number; end: number }) => TextSpan {
  let unit = 0;
  let at = node.offset + 1;
  const goTo = (wanted: number): number => {
    for (; unit < wanted; unit++) at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
    return at;
  };
  return ({ start, end }) => {
    const offset = goTo(start);
    return { offset, length: goTo(end) - offset };
  };
}
