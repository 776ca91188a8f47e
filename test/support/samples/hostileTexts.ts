/** Makes a text of about so many characters. */
export type TextMaker = (length: number) => string;

const signs = [..."[](){}<>*_~`!&|#-+=:;,.?/\\@%^$'\" \n\t\ra1é中ก\u0000\u001b\u200b\u202e\ud800".split(""), "😀"];
const markdown = ["[](", "[a](<", "](", "<a", "**a", "*a ", "a**a ", "`` `", "- ", "1. ", "> ", "|a", "|-\n", "```\n"];
const json = ['{"":', '\\"', "1e", "[1,", '"a":', '"a",', "{'a': ", "'a', ", "\\u0041", "\\x1b[2J", "\u001b]", "\\\\"];
const words = [
  "a ",
  "A1 ",
  "a-",
  "a.",
  "a/",
  "a:",
  "a=",
  "'a'",
  '"a" ',
  "a\n",
  "1.",
  "1,",
  "1 ms ",
  "-1",
  "%20",
  "\r\n",
];
const secrets = ["eyJ-", "eyJa.", "sk-", "bearer ", "token=", "?key=", "Cookie: ", 'password: "', "key: [", "://a:"];
const names = [
  ...["http://", "data:,", "/a", "C:\\", "a@b.", "2026-01-01T", "00:00:", "0x"],
  ...["${", "${prompt:", "$.", "a[0]"],
];
const errors = [
  "Error: ",
  "Error('",
  '  File "a", line 1\n',
  "at a (b:1:1)\n",
  "Traceback (most recent call last)",
  "“",
];
const files = [
  "...[Content truncated]...",
  '"content":"',
  "iVBORw0KGgo",
  '{"content":"aGkh","size":3},',
  "[left out: ",
];

/** Texts that may take long for what reads them: pieces over and over, and values that differ. By what they are made of. */
export const hostileTexts: ReadonlyMap<string, TextMaker> = new Map<string, TextMaker>([
  ...[...signs, ...markdown, ...json, ...words, ...secrets, ...names, ...errors, ...files].map(
    (piece): [string, TextMaker] => [
      JSON.stringify(piece),
      (length) => `${piece.repeat(Math.ceil(length / piece.length))}\u0001`,
    ],
  ),
  ["lists in lists", (length) => "[".repeat(length / 2) + "]".repeat(length / 2)],
  ["secrets in lists in lists", (length) => `${"[".repeat(length / 2)}{"password":"1"}${"]".repeat(length / 2)}`],
  ["objects in objects", (length) => `${'{"a":'.repeat(length / 6)}1${"}".repeat(length / 6)}`],
  ["fields", numbered((n) => `"f${n}":${n}`, "{", ",", "}")],
  ["fields with secrets", numbered((n) => `"token${n}":"k${n}"`, "{", ",", "}")],
  ["records", numbered((n) => `{"id":"r${n}","name":"n","value":${n}}`, "[", ",", "]")],
  ["files", numbered((n) => `{"content":"${btoa(`no ${n}`)}","size":9}`, "[", ",", "]")],
  ["files left out", numbered((n) => `{"content":"[left out: file, ${n} bytes]","size":9}`, "[", ",", "]")],
  ["JSON in texts", numbered((n) => JSON.stringify(`[${n},{"password":1}]`), "[", ",", "]")],
  ["lines of Python", numbered((n) => `{'a': ${n}}`, "", "\n", "")],
  ["words", numbered((n) => `w${n}`, "", " ", "")],
  ["lines", numbered((n) => `line: ${n}`, "", "\n", "")],
  ["links", numbered((n) => `[a${n}](http://a/${n})`, "", " ", "")],
]);

function numbered(one: (n: number) => string, start: string, between: string, end: string): TextMaker {
  return (length) => {
    const all: string[] = [];
    for (let [size, n] = [0, 100_000]; size < length; n += 1) size += all[all.push(one(n)) - 1]!.length + 1;
    return start + all.join(between) + end;
  };
}
