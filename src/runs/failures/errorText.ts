import { shortPlaceholders } from "../../model/placeholders.ts";

/** In characters: a longer message is told apart by its beginning. */
const longest = 4_000;
/** How many values of a JSON fragment are read. */
const mostValues = 6;

/** `NewConnectionError('…')`: the text in it says the cause, so it isn't a quoted value. */
const exceptionText = /\b(\w{0,60}(?:Error|Exception))\((["'])([^]{0,2000}?)\2\)/g;
/** `<urllib3.connection.HTTPSConnection object at 0x7f2b1c0d9a90>` */
const objectText = /<[\w.]{1,120} object at 0x[\da-f]{1,16}>/gi;
/** The fields of an error's JSON that say the cause. The others are values. */
const tellingField =
  /["'](?:message|error|detail|reason|code|type|title|error_description)["']\s{0,4}:\s{0,4}(?:"((?:\\.|[^"\\]){1,1000})"|'((?:\\.|[^'\\]){1,1000})')/g;

/**
 * The part of an error's message that says the cause: the last line of a Python traceback, and the words inside the
 * JSON and the exceptions that clients put into their messages. JSON without such words becomes `{}`.
 */
export function errorText(message: string): string {
  const text = lastOfTraceback(shortPlaceholders(message.slice(0, longest)).replaceAll(String.raw`\n`, "\n"));
  return withoutJson(text.replace(exceptionText, "$1: $3 ").replace(objectText, "<object>"));
}

/** The exception at the end of a traceback. Its lines name files and change with each version. */
function lastOfTraceback(text: string): string {
  const start = text.indexOf("Traceback (most recent call last)");
  if (start === -1) return text;
  const lines = text.slice(start).split("\n").slice(1);
  const last = lines.findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line));
  return last === undefined ? text : `${text.slice(0, start)}${last}`;
}

function withoutJson(text: string): string {
  let rest = text;
  let result = "";
  for (let open = rest.indexOf("{"); open !== -1; open = rest.indexOf("{")) {
    const end = closingBrace(rest, open);
    if (end === undefined) break;
    const words = tellingWords(rest.slice(open, end));
    result += rest.slice(0, open) + (words === "" ? "{}" : words);
    rest = rest.slice(end);
  }
  return result + rest;
}

function tellingWords(json: string): string {
  const values = Array.from(json.matchAll(tellingField), ([, double, single]) => double ?? single ?? "");
  return [...new Set(values)].slice(0, mostValues).join(" ");
}

/** The place after the brace that closes the one at `open`, or `undefined` for text that isn't JSON. */
function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  let quote = "";
  for (let at = open; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === "{") {
      depth++;
    } else if (char === "}" && --depth === 0) {
      return at + 1;
    }
  }
  return undefined;
}
