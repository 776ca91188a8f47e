import type { EnvironmentMarks } from "./environmentMarks.ts";

/** Characters that a terminal may read as a control character, a new line, or a change of writing direction. */
const invisibleCharacter = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const eachInvisible = new RegExp(invisibleCharacter, "gu");

/** Escapes its argument for a JSON string. awk reads byte by byte and exists wherever a shell does. */
const jsonFunction =
  `json_text() { V="$1" LC_ALL=C awk 'BEGIN {` +
  String.raw`for (i = 1; i < 32; i++) m[sprintf("%c", i)] = sprintf("\\u%04x", i); ` +
  String.raw`m["\""] = "\\\""; m["\\"] = "\\\\"; ` +
  String.raw`s = ENVIRON["V"]; n = length(s); ` +
  String.raw`for (i = 1; i <= n; i++) { c = substr(s, i, 1); printf "%s", (c in m) ? m[c] : c }` +
  `}'; }`;

/**
 * Builds one line for sh, bash and zsh. Its words are literal, whatever they contain, and have no control characters.
 */
export class ShellScript {
  readonly #marks: EnvironmentMarks | undefined;
  readonly #before: string[] = [];

  /** @param marks the parts of texts where the shell fills in its own environment */
  constructor(marks?: EnvironmentMarks) {
    this.#marks = marks;
  }

  /** A text as one word. @throws Error when it has a NUL */
  word(text: string): string {
    return this.#joined(text, (name) => `"$${name}"`);
  }

  /** JSON as one word. Values that are filled in stay inside their strings. */
  jsonWord(json: string): string {
    return this.#joined(json, (name) => {
      if (!this.#before.includes(jsonFunction)) this.#before.unshift(jsonFunction);
      return `"$(json_text "$${name}")"`;
    });
  }

  /** The whole line. The assignments before the command stay in a subshell. */
  text(command: string): string {
    return this.#before.length === 0 ? command : `(${[...this.#before, command].join("; ")})`;
  }

  #joined(text: string, write: (name: string) => string): string {
    const pieces = this.#marks?.split(text) ?? [text];
    return (
      pieces.map((piece) => (typeof piece === "string" ? this.#literal(piece) : write(piece.name))).join("") || "''"
    );
  }

  #literal(text: string): string {
    if (text === "") return "";
    if (!invisibleCharacter.test(text)) return shellQuote(text);
    if (text.includes("\0")) {
      throw new Error("A string in this run file contains a NUL character, which shells can't pass on. Remove it.");
    }
    // A shell drops line ends at the end of a command's output, so a full stop protects them until the value is used.
    const name = `text${this.#before.length}`;
    const format = text.replace(/[%\\]/g, "$&$&").replace(eachInvisible, octal);
    this.#before.push(`${name}=$(printf ${shellQuote(`${format}.`)})`);
    return `"\${${name}%.}"`;
  }
}

/** JSON with escapes for all invisible characters. Its value is the same. */
export function plainJson(json: string): string {
  return json.replace(eachInvisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text without NUL as one literal word of a shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function octal(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
