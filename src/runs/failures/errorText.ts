import { withoutTraceback } from "#base/text/withoutTraceback.ts";
import { shortPlaceholders } from "#model/placeholders.ts";

/** In characters: a longer message is told apart by its beginning. */
const maxMessageLength = 4_000;
/** How many values of a JSON fragment are read. */
const maxValues = 8;

/** `NewConnectionError('…')`: as a quoted value, a refused connection and an unknown host would be one cause. */
const exceptionText = /\b(\w{0,60}(?:Error|Exception))\((["'])([^]{0,2000}?)\2\)/g;
/** `<urllib3.connection.HTTPSConnection object at 0x7f2b1c0d9a90>` */
const objectText = /<[\w.]{1,120} object at 0x[\da-f]{1,16}>/gi;
/** The fields of an error's JSON that say the cause, in words or by the name of a field. The others are values. */
const wordField = "message|msg|error|errors|detail|reason|code|type|title|error_description";
const nameField = "field|param|parameter|property|column|argument|attribute|loc|path";
const jsonString = String.raw`"(?:\\.|[^"\\]){1,1000}"|'(?:\\.|[^'\\]){1,1000}'`;
const jsonItem = String.raw`(?:${jsonString}|\d{1,6})`;
const tellingField = new RegExp(
  String.raw`["'](?:${wordField}|(${nameField}))["']\s{0,4}:\s{0,4}` +
    String.raw`(?:(${jsonString})|[[(](${jsonItem}(?:\s{0,4},\s{0,4}${jsonItem}){0,9}),?[\])])`,
  "g",
);

/**
 * The part that says the cause: the exception of a traceback, and the words inside JSON (`{}` without), exceptions and
 * the quotes around all of it.
 */
export function errorText(message: string): string {
  const lines = shortPlaceholders(message.slice(0, maxMessageLength)).replaceAll(/(?:\\r)?\\n/g, "\n");
  const text = withoutTraceback(lines).replace(quotedWhole, "$1$3").replace(quotedArgument, "$1$3");
  return withoutJson(text.replace(exceptionText, "$1: $3 ").replace(objectText, "<object>"));
}

/** Python's `KeyError` quotes its message, whether it is a key or a sentence. */
const quotedWhole = /^((?:[\w.]{1,120}(?:Error|Exception): )?)(["'])((?:(?!\2)[^]){1,2000})\2\s{0,20}$/;

/** Python's text of an error with several arguments: `(1054, "Unknown column 'total'")`. */
const quotedArgument = /(^\(|\(\d{1,6}, b?)(["'])((?:(?!\2)[^]){1,2000})\2(?=[,)])/g;

/** A message without most of its JSON. With all of it, or nothing of it, some get the cause of another kind. */
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
  const values = Array.from(json.matchAll(tellingField), ([, name, text, list]) => {
    const said = text?.slice(1, -1) ?? (list ?? "").replace(/["']/g, "").replace(/\s{0,4},\s{0,4}/g, ".");
    return name === undefined ? said : `field ${said}`;
  });
  return [...new Set(values)].slice(0, maxValues).join(" ");
}

/** The index after the brace that closes the one at `open`, or `undefined` for text that isn't JSON. */
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
