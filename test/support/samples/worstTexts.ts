/** Makes a text of about so many characters. */
export type TextMaker = (length: number) => string;

/** A character that each class of a regular expression stands for. */
const classes: Readonly<Record<string, string>> = {
  s: " ",
  d: "1",
  w: "a",
  S: "x",
  D: "x",
  W: "-",
  n: "\n",
  r: "\r",
  t: "\t",
  b: "",
  B: "",
  p: "é",
  P: " ",
};

/** The parts of a regular expression, one character for each, without its groups and quantifiers. */
export function sampleOf(source: string): string[] {
  const parts: string[] = [];
  const part =
    /\\(?:u[\da-f]{4}|x[\da-f]{2}|[pP]\{[\w=]+\}|.)|\[\^?(?:\\.|[^\]\\])*\]|\{\d+,?\d*\}|\(\?(?:<?[=!]|:|<\w+>)|[\s\S]/gi;
  for (const [token] of source.matchAll(part)) {
    if (/^[|()*+?^$]$|^\{\d|^\(\?/.test(token)) continue;
    const char =
      token.startsWith("[") && token.length > 1
        ? memberOf(token)
        : token.startsWith("\\")
          ? escaped(token)
          : token === "."
            ? "x"
            : token;
    if (char !== "") parts.push(char);
  }
  return parts;
}

function escaped(token: string): string {
  const code = /^\\[ux]([\da-f]+)$/i.exec(token)?.[1];
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  const letter = token[1]!;
  return Object.hasOwn(classes, letter) ? classes[letter]! : letter;
}

function memberOf(set: string): string {
  const negated = set.startsWith("[^");
  const inside = set.slice(negated ? 2 : 1, -1);
  if (negated)
    return ["a", "1", " ", "-"].find((char) => new RegExp(set, /\\p|\\u\{/.test(set) ? "u" : "").test(char)) ?? "a";
  return inside.startsWith("\\") ? escaped(inside.slice(0, 2)) : (inside[0] ?? "");
}

/** Longest piece of a sample that is repeated. */
const longestPump = 4;

/**
 * Texts on which an expression like this may take long: pieces of what it matches and pairs of its characters, over and
 * over, after what comes before them, and with an end that it cannot match.
 */
export function worstTexts(source: string): TextMaker[] {
  const sample = sampleOf(source);
  const seen = new Set<string>();
  const texts: TextMaker[] = [];
  const add = (head: string, pump: string): void => {
    if (pump === "" || seen.has(`${head}\0${pump}`)) return;
    seen.add(`${head}\0${pump}`);
    texts.push((length) => `${head}${pump.repeat(Math.ceil(length / pump.length))}\n\u0001`);
  };
  // Of a word, each letter is as good as another.
  const signs = [...sample, ...membersOf(source)].filter((char) => !/[a-z0-9]/i.test(char));
  const chars = [...new Set([...signs, " ", "a", "1", "\n", ...sample.slice(0, 2)])];
  for (let from = 0; from < sample.length; from += 1) {
    for (let to = from + 1; to <= Math.min(sample.length, from + longestPump); to += 1) {
      const pump = sample.slice(from, to).join("");
      if (/^[a-z0-9]+$/i.test(pump) && pump.length > 1) continue;
      add("", pump);
      add(sample.slice(0, from).join(""), pump);
    }
  }
  for (const first of chars)
    for (const second of chars.slice(0, 12)) add("", first === second ? first : first + second);
  // What an expression also takes at the beginning of a text, behind something else.
  if (source.includes("^") && source.includes("|")) for (const char of chars) add("\u0001", char);
  return texts;
}

/** The characters that are named in the classes of an expression. */
function membersOf(source: string): string[] {
  return [...source.matchAll(/\[\^?((?:\\.|[^\]\\])*)\]/g)].flatMap(([, inside]) =>
    [...inside!.matchAll(/\\(?:u[\da-f]{4}|x[\da-f]{2}|.)|[^\\]/gi)].map(([token]) =>
      token.startsWith("\\") ? escaped(token) : token,
    ),
  );
}
