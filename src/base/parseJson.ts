/** How many lists and objects may lie in each other: far from where functions that call themselves for each level break. */
const deepest = 500;
/** How many lists and objects a text may hold. Of three bytes each makes seventy: 200 MB of them end the process. */
const most = 10_000_000;

/** A JSON text that holds more than there is memory for. */
export class TooMuchJsonError extends Error {
  override readonly name = "TooMuchJsonError";

  constructor() {
    super("holds over 10 million lists and objects");
  }
}

/**
 * `JSON.parse`, safe to be walked through: what lies deeper than 500 levels stays the text that it is. `JSON.parse` takes
 * any depth, `JSON.stringify` breaks at a few thousand levels, which are a few thousand bytes.
 *
 * @throws SyntaxError as `JSON.parse` does
 * @throws TooMuchJsonError before it makes anything of a text with over 10 million lists and objects
 */
export function parseJson(text: string): unknown {
  // Each level takes two characters at least.
  return JSON.parse(text.length > 2 * deepest ? flattened(text) : text);
}

/** The same JSON, with texts in place of the values that lie too deep. @throws TooMuchJsonError */
function flattened(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  let taken = 0;
  let start = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case char.quote:
        at = endOfString(text, at);
        break;
      case char.openBracket:
      case char.openBrace:
        if (++count > most) throw new TooMuchJsonError();
        if (depth++ === deepest) start = at;
        break;
      case char.closeBracket:
      case char.closeBrace:
        if (--depth === deepest) {
          parts.push(text.slice(taken, start), JSON.stringify(text.slice(start, at + 1)));
          taken = at + 1;
        }
        break;
    }
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(taken);
}

/** Where the string that begins at `at` ends; the end of the text when it does not. */
function endOfString(text: string, at: number): number {
  for (let end = at; ; ) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === char.backslash) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

const char = { quote: 34, openBracket: 91, backslash: 92, closeBracket: 93, openBrace: 123, closeBrace: 125 } as const;
