import { LogLine } from "./logLine.ts";
import type { Shell } from "./shell.ts";

/** Characters that move the cursor, change colors or the direction of text, and all other control characters. */
const unsafeCharacter = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text of others as a terminal may show it. A run's texts are written by models and tools: a control character in
 * them could write anywhere on the screen, or into the clipboard.
 */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(unsafeCharacter, "");
}

const escape = "\u001b";
/** The colors that `colors.ts` writes. */
const ownColor = /^\[(?:1|22|2|31|32|33|39)m/;

/**
 * The shell of a command: everything that it prints passes here, so that no text of a run, a file or an argument acts
 * on the terminal, or on the service that keeps the log. A question stays in its line.
 */
export function printingShell(shell: Shell): Shell {
  const { out, err, hasColors, ask } = shell;
  const results = new LogLine();
  const messages = new LogLine();
  const told = (text: string): string => messages.take(plainText(text));
  const withColors = (text: string): string => {
    const [first = "", ...parts] = text.split(escape);
    const colored = parts.map((part) => {
      const color = ownColor.exec(part)?.[0] ?? "";
      return (color === "" ? "" : escape + color) + told(part.slice(color.length));
    });
    return told(first) + colored.join("");
  };
  return {
    ...shell,
    out: (text) => out(results.take(plainText(text))),
    err: (text) => err(hasColors ? withColors(text) : told(text)),
    ask: ask && ((question, signal) => ask(new LogLine().take(plainText(question).replaceAll("\n", " ")), signal)),
  };
}

/**
 * JSON in which every character is escaped that acts on a terminal or, as a part of a command, on the service that keeps
 * a log. `JSON.stringify` escapes only those below a space.
 */
export function plainJson(json: string): string {
  return json.replace(actingCharacter, (character) => `\\u${codeOf(character).padStart(4, "0")}`);
}

/** XML in which they are references, which a reader of XML turns back into the characters. */
export function plainXml(xml: string): string {
  const reference = (character: string): string => `&#x${codeOf(character)};`;
  return xml
    .replace(actingCharacter, reference)
    .replace(actingAtBegin, (_, spaces: string, character: string) => spaces + reference(character));
}

const actingCharacter = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|#(?=\p{DI}*#\p{DI}*[[tv])/giu;
/** What acts only at the beginning of a line, where JSON has no text. */
const actingAtBegin = /^((?:(?=.)[\s\p{DI}])*)(:(?=\p{DI}*:)|([-+~^])(?=\3\3\s))/gmu;

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16);
}
