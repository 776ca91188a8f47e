import fc from "fast-check";

/** A JSON text, and how it has to come back. Both are made together, so that no parser has a word in it. */
export interface RawJson {
  /** As an app may write it: any notation of numbers, escapes, white space. */
  text: string;
  /** Without white space, strings as `JSON.stringify` writes them, numbers as they stand in `text`. */
  written: string;
}

export interface RawJsonOptions {
  /** Also what Python writes and JSON has no number for. */
  withNaN?: boolean;
}

const digits = (least: number, most: number) =>
  fc.array(fc.nat({ max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(""));
const whole = fc.oneof(
  fc.nat({ max: 1_000 }).map(String),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0, 30)).map(([first, rest]) => `${first}${rest}`),
  fc.constantFrom("0", "9007199254740991", "9007199254740993", "12345678901234567890", "1000000000000000000000"),
);
const fraction = fc.oneof(
  fc.constantFrom("", "", ".0", ".5", ".50", ".000000", ".0000001", ".1000000000000000055511151231257827"),
  digits(1, 20).map((text) => `.${text}`),
);
const exponent = fc.oneof(
  fc.constant(""),
  fc.constant(""),
  fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), digits(1, 3)).map((parts) => parts.join("")),
);

/** The text of any number that JSON knows. */
export const rawNumber = fc
  .tuple(fc.constantFrom("", "", "-"), whole, fraction, exponent)
  .map((parts) => parts.join(""));

const space = fc.constantFrom("", "", "", " ", "\n", "\t", "\r\n  ");
const texts = fc.oneof(
  fc.constantFrom(
    "",
    "1.0",
    "-0",
    "NaN",
    '"',
    "\\",
    "[1e3, 1.50]",
    '{"a":-0}',
    "\u0000",
    "\ufeff",
    "\ud800",
    "é",
    "日本",
    "🙂",
    "${env:X}",
    "</script>",
  ),
  fc.string({ maxLength: 10 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);
/**
 * No name has a backslash: `JSON.parse` of V8 13.6 reads `"\u00e9"` as `\` in an object that has the same other names
 * as one before it with the name `\`.
 */
const names = fc
  .oneof(
    fc.constantFrom("amount", "account_id", "__proto__", "toString", "text", "rawJSON", "", "é"),
    fc.string({ maxLength: 6 }),
  )
  .filter((name) => !/^\d+$|\\/.test(name));

/** A string in any of the ways in which JSON may write it. */
function stringText(string: string, escapes: boolean): string {
  const text = JSON.stringify(string);
  return escapes
    ? text.replaceAll(/[^\\\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : text;
}

/** Any JSON, with unique names in an object; none is a whole number, since JavaScript puts those first. */
export function rawJson({ withNaN = false }: RawJsonOptions = {}): fc.Arbitrary<RawJson> {
  const same = (text: string): RawJson => ({ text, written: text });
  const string = fc
    .tuple(texts, fc.boolean())
    .map(([value, escapes]): RawJson => ({ text: stringText(value, escapes), written: JSON.stringify(value) }));
  const words = ["null", "true", "false", ...(withNaN ? ["NaN", "Infinity", "-Infinity"] : [])];
  const around =
    (open: string, close: string) =>
    ([items, gap]: [RawJson[], string]): RawJson => ({
      text: `${open}${gap}${items.map(({ text }) => text).join(`${gap},${gap}`)}${gap}${close}`,
      written: `${open}${items.map(({ written }) => written).join(",")}${close}`,
    });
  return fc.letrec<{ value: RawJson }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      { arbitrary: rawNumber.map(same), weight: 4 },
      fc.constantFrom(...words).map(same),
      string,
      fc.tuple(fc.array(tie("value"), { maxLength: 4 }), space).map(around("[", "]")),
      fc.tuple(rawFields(tie("value")), space).map(around("{", "}")),
    ),
  })).value;
}

function rawFields(value: fc.Arbitrary<RawJson>): fc.Arbitrary<RawJson[]> {
  return fc
    .uniqueArray(fc.tuple(names, value, fc.boolean(), space), { maxLength: 4, selector: ([name]) => name })
    .map((fields) =>
      fields.map(([name, { text, written }, escapes, gap]) => ({
        text: `${stringText(name, escapes)}${gap}:${gap}${text}`,
        written: `${JSON.stringify(name)}:${written}`,
      })),
    );
}
