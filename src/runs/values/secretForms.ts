/** A part of a text, from a character to before another. */
export interface Range {
  from: number;
  to: number;
}

/** Is told where a secret stands, from a character to before another, and why it is one: in our own words. */
export type TakeRange = (from: number, to: number, why: string) => void;

/** What keys begin with, and what follows. */
const keyPrefixes: readonly (readonly [begin: string, rest: string])[] = [
  ["dynamiq_acc_", "[\\w-]{4,}"],
  ["dyn_pat_", "[\\w-]{4,}"],
  ["uak_", "[\\w-]{4,}"],
  ["sk-", "[\\w-]{16,}"],
  ["sk_live_", "\\w{8,}"],
  ["sk_test_", "\\w{8,}"],
  ["rk_live_", "\\w{8,}"],
  ["rk_test_", "\\w{8,}"],
  ["pk_live_", "\\w{8,}"],
  ["pk_test_", "\\w{8,}"],
  ["whsec_", "[\\w+/=]{16,}"],
  ["gho_", "\\w{16,}"],
  ["ghp_", "\\w{16,}"],
  ["ghr_", "\\w{16,}"],
  ["ghs_", "\\w{16,}"],
  ["ghu_", "\\w{16,}"],
  ["github_pat_", "\\w{16,}"],
  ["glpat-", "[\\w-]{16,}"],
  ["xox", "[a-z]-[\\w-]{10,}"],
  ["xapp-", "[\\w-]{10,}"],
  ["hooks.slack.com/", "(?:services|workflows|triggers)/[\\w/-]{8,}"],
  ["AIza", "[\\w-]{30,}"],
  ["ya29.", "[\\w-]{20,}"],
  ["AKIA", "[A-Z0-9]{16}"],
  ["ASIA", "[A-Z0-9]{16}"],
  ["hf_", "\\w{16,}"],
  ["gsk_", "\\w{16,}"],
  ["xai-", "\\w{16,}"],
  ["r8_", "\\w{16,}"],
  ["npm_", "\\w{30,}"],
  ["pypi-", "Ag[\\w-]{16,}"],
  ["dckr_pat_", "[\\w-]{16,}"],
  ["SG.", "[\\w-]{16,}\\.[\\w-]{16,}"],
  ["ATATT", "[\\w=-]{16,}"],
  ["shpat_", "\\w{16,}"],
  ["lin_api_", "\\w{16,}"],
  ["AGE-SECRET-KEY-", "[A-Z0-9]{16,}"],
  // A JSON web token, in whose first part the last two letters of base64 are rare.
  ["eyJ", "[A-Za-z0-9]{8,}(?:[_-][A-Za-z0-9]+){0,9}\\.[\\w.-]*"],
];

/** In characters: a longer beginning is no part of a word by chance. */
const maxLengthInWord = 10;

const literal = (text: string): string => text.replace(/[.+?^$()[\]{}|\\]/g, "\\$&");

/** What stands before a word, or for a sign of a text within JSON (`\n`, `\u0022`) or of an address (`%20`, `%3d`). */
const wordStart = "(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]|\\\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))";
const startOf = (begin: string): string => (begin.length > maxLengthInWord ? "" : wordStart) + literal(begin);
const prefixedKey = new RegExp(keyPrefixes.map(([begin, rest]) => startOf(begin) + rest).join("|"), "g");
const wholeKey = new RegExp(`^(?:${keyPrefixes.map(([begin, rest]) => literal(begin) + rest).join("|")})`);
/** The end of a line within a key, also within JSON, with signs as of quotes, comments and shell commands. */
const breakOfKey = "[ \\t\"'`>#|*+\\\\]{0,20}?(?:\\r?\\n|(?:\\\\r)?\\\\n)[ \\t\"'`>#|*+\\\\]{0,80}";
/** Each line after the first one has letters and digits, so that it isn't a word. */
const lineOfKey = "(?=[\\w.+/=-]{0,100}\\d)(?=[\\w.+/=-]{0,100}[A-Za-z])[\\w.+/=-]{4,}";
/** The first line, no more and no less: one that tried less would take a thousand times as long where no line ends. */
const firstLineOfKey = "(?=(?<line>[\\w.+/=-]{0,1000}))\\k<line>";
const brokenKey = new RegExp(
  `(?:${keyPrefixes.map(([begin]) => startOf(begin)).join("|")})${firstLineOfKey}(?:${breakOfKey}${lineOfKey})+`,
  "g",
);

/** The end of a text that may be the beginning of a key: from the second letter of what such keys begin with. */
export const keyBeginning = new RegExp(
  `(?:${[...keyPrefixes.map(([begin]) => beginningOf(begin)), ":\\/\\/[^\\s/]{0,300}"].join("|")})$`,
);

function beginningOf(begin: string): string {
  const rest = Array.from(begin.slice(2)).reduceRight(
    (after, sign) => `(?:${literal(sign)}${after})?`,
    "[\\w.+/=-]{0,300}",
  );
  return literal(begin.slice(0, 2)) + rest;
}

/** A hint of a secret. Where a text in small letters has none, no form and no name gives a secret in it away. */
const secretHint = new RegExp(
  [
    ...keyPrefixes.map(([begin]) => literal(begin.toLowerCase())),
    ":\\/\\/|pass|pwd|secret|token|key|credential|authorization|cookie|view_?url|bearer",
    "digest|hmac|oauth|dpop|hawk|aws4|signature|otp|sig=|auth=|jwt=|-u[ =]|-user",
  ].join("|"),
);

const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

const reasonInAddress = "a secret in an address";

/** User and password in an address. */
const userInAddress = /(?<=:\/\/)(?!git@)[^\s/?#"'<>\\]+(?=@)/g;

/** Each ends with its secret. */
const secretsAtEnd: readonly RegExp[] = [
  /(?<=[?&#;])(?:[\w.~-]{0,40}[-_])?(?:key|sig|signature|credential|auth|jwt)=(?<secret>[^\s"'`<>&#]+)/gi,
  /(?:^|\s)(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']{0,80}:(?<secret>[^\s"']+)/g,
];

const password = "pass(?:word|wd|phrase|code)s?|pwd";
const keyOwners =
  "api|access|secret|private|signing|encryption|account|shared|ssh|master|subscription|functions|session|service|" +
  "client|auth|storage|license|app|application|webhook|deploy|security";
/** The last words of a name whose value is a secret: `DB_PASSWORD`, `x-api-key`, `accessToken`. */
const secretWords =
  `${password}|secrets?|token|credentials?|(?:${keyOwners})[-_. ]?keys?|` +
  "(?:access|refresh|auth|api|bearer|id|session)[-_ ]?tokens|otp|authorization|cookies?|live_?view_?url";

const secretName = new RegExp(`(?<word>${secretWords.replaceAll("[-_. ]?", "").replaceAll("[-_ ]?", "")})\\d{0,2}$`);

/** Whether the value of a field with this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return secretWordOf(name) !== undefined;
}

/** The word that makes the value of a field a secret: `password` of `DB_PASSWORD`. */
export function secretWordOf(name: string): string | undefined {
  if (!/^[\w .:$@/[\]-]{1,100}$/.test(name)) return undefined;
  return name === "_auth" ? name : secretName.exec(name.replace(/[^A-Za-z0-9]/g, "").toLowerCase())?.groups?.["word"];
}

/** Why a value is covered for its name. */
export function whyNamed(word: string): string {
  return `a value named ${word.toLowerCase()}`;
}

/** A name, and what stands between it and its value: `password=`, `"token": `, `<secret>`, `"Cookie", "value": `. */
const namedSecret = new RegExp(
  `(?<word>${secretWords})\\d{0,2}[*_]{0,2}(?:` +
    "(?<sign>(?:\\\\{0,6}[\"'`])?\\]?[ \\t]{0,5}(?:=>|:=|[:=>])[*_]{0,2}[ \\t]{0,20})|" +
    "\\\\{0,6}[\"'],?\\s{0,20}\\\\{0,6}[\"']?value\\\\{0,6}[\"']?\\s{0,3}[:=]\\s{0,3}|" +
    "(?<verb>[ \\t]is (?:missing, expected )?(?=[\"'`[{\\d])))",
  "gi",
);
const isPassword = new RegExp(`^(?:${password})$`, "i");
const isHeader = /^(?:authorization|cookies?)$/i;
/** A word of a sentence: `Invalid token: signature has expired`. */
const plainWord = /^[A-Za-z]?[a-z]*[.,;:!?)]*$/;
const emptyWord = /^(?:null|none|nil|undefined|true|false)\b/i;

/** The schemes of an `Authorization` header that may stand without its name. */
const schemeSecret = new RegExp(
  "(?<![\\w-])(?<word>bearer|digest|oauth|dpop|hawk|hmac|aws4-[a-z0-9-]{3,30}|signature)\\s{1,5}",
  "gi",
);
const headerScheme =
  /(?:bearer|basic|digest|negotiate|ntlm|hmac|oauth|dpop|hawk|vapid|sharedkey(?:lite)?|scram-sha-\d{1,3}|aws4-[a-z0-9-]{3,30}|signature|token|api-?key)[ \t]{1,5}(?=\S)/iy;
const wordAfterBearer = /^(?:auth[a-z]*|credentials?|tokens?|certificates?|schemes?|headers?)\W*$/i;
const flagSecret = new RegExp(
  `(?<![\\w-])--(?:[a-z]{1,20}-){0,3}(?<word>${secretWords})(?:[ \\t]{1,4})(?=[^-\\s])`,
  "gi",
);

/** Whether a text needs a closer look, as one of 150 texts in runs does. Looking at all takes 9 times as long. */
export function mayHoldSecret(text: string): boolean {
  // A third of the time that the expression takes for both cases.
  return secretHint.test(text.toLowerCase());
}

/** Takes each part that its form shows to be a secret, in linear time. @param withNames whether a name is enough */
export function findSecrets(text: string, take: TakeRange, withNames = true): void {
  if (!mayHoldSecret(text)) return;
  for (const { 0: whole, index } of text.matchAll(prefixedKey)) {
    take(index, index + whole.length, whyKey(whole));
  }
  if (/\n|\\n/.test(text)) takeBrokenKeys(text, take);
  for (const { 0: whole, index } of text.matchAll(privateKey)) take(index, index + whole.length, "a private key");
  // The name of the header takes its whole value.
  takeAfter(schemeSecret, text, take, (all, at) =>
    withNames && isInHeader(all, at) ? undefined : valueOfScheme(all, at),
  );
  if (!withNames) return;
  for (const { 0: whole, index } of text.matchAll(userInAddress)) take(index, index + whole.length, reasonInAddress);
  for (const form of secretsAtEnd) {
    for (const { 0: whole, groups, index } of text.matchAll(form)) {
      const { secret = "" } = groups ?? {};
      take(index + whole.length - secret.length, index + whole.length, reasonInAddress);
    }
  }
  takeAfter(namedSecret, text, take, valueOfName);
  takeAfter(flagSecret, text, take, (all, { end }) => quotedAt(all, end) ?? wordAt(all, end));
}

function whyKey(key: string): string {
  const begin = keyPrefixes.find(([each]) => key.startsWith(each))?.[0] ?? "";
  return begin === "eyJ" ? "a JSON web token" : `a key that begins with ${begin}`;
}

/** Keys that are broken over lines: without it, the lines after the first stay, and a short first one, too. */
function takeBrokenKeys(text: string, take: TakeRange): void {
  const between = new RegExp(breakOfKey, "g");
  for (const { 0: whole, index } of text.matchAll(brokenKey)) {
    const key = whole.replace(between, "");
    const found = wholeKey.exec(key)?.[0].length ?? 0;
    if (found > 0) take(index, index + offsetsWithout(whole, between)[found - 1]! + 1, whyKey(key));
  }
}

/** What stands before a value. */
interface ValueStart {
  match: RegExpExecArray;
  /** The index at which the value begins. */
  end: number;
}

/** Looks for values behind what an expression matches. No part of the text is in two values. */
function takeAfter(
  before: RegExp,
  text: string,
  take: TakeRange,
  valueOf: (text: string, before: ValueStart) => Range | undefined,
): void {
  before.lastIndex = 0;
  for (let match = before.exec(text); match; match = before.exec(text)) {
    const end = before.lastIndex;
    const value = valueOf(text, { match, end });
    if (!value || value.to <= value.from) continue;
    take(value.from, value.to, whyNamed(match.groups?.["word"] ?? ""));
    before.lastIndex = Math.max(end, value.to);
  }
}

function valueOfName(text: string, { match, end }: ValueStart): Range | undefined {
  const { word: name = "", sign = "", verb } = match.groups ?? {};
  if (verb !== undefined) return saidValue(text, end);
  const header = isHeader.test(name);
  const quoted = quotedAt(text, end);
  if (quoted) return header ? withoutScheme(text, quoted) : quoted;
  if (/[[{(]/.test(text.charAt(end))) return { from: end, to: bracketEnd(text, end, match[0]) };
  if (header) return withoutScheme(text, { from: end, to: headerEnd(text, end, openingBefore(text, match.index)) });
  const isInQuery = /[?&#][\w.~-]*$/.test(text.slice(Math.max(0, match.index - 60), match.index));
  const word = wordAt(text, end, isInQuery);
  if (!word) return undefined;
  const said = text.slice(word.from, word.to);
  if (emptyWord.test(said)) return undefined;
  // The shell's working folder has the name of a password.
  if (/^pwd$/i.test(name) && /^(?:\/|[A-Za-z]:[\\/])/.test(said)) return undefined;
  const isSentence = /\s$/.test(sign) && !/["'`]/.test(sign) && plainWord.test(said);
  return isSentence && !isPassword.test(name) ? undefined : word;
}

/** The value in a sentence of ours: `password is "a", expected "b"`. */
function saidValue(text: string, from: number): Range | undefined {
  const valueEnd = (at: number): number => {
    if (/[[{(]/.test(text.charAt(at))) return bracketEnd(text, at, "");
    const quoted = quotedAt(text, at);
    return quoted ? quoted.to + 1 : (wordAt(text, at)?.to ?? at);
  };
  const to = valueEnd(from);
  const next = endOf(/, expected /y, text, to);
  return { from, to: Math.min(text.length, next > to ? valueEnd(next) : to) };
}

function isInHeader(text: string, { match }: ValueStart): boolean {
  return /authorization[^\w\n]{0,20}$/i.test(text.slice(Math.max(0, match.index - 40), match.index));
}

function valueOfScheme(text: string, { match, end }: ValueStart): Range | undefined {
  const isBearer = /^bearer$/i.test(match.groups?.["word"] ?? "");
  if (!isBearer) {
    // Other schemes are words of sentences, too: their values have names.
    const hasName = endOf(/[\w-]{1,40}=(?=[^\s=])/y, text, end) > end;
    return hasName ? { from: end, to: headerEnd(text, end, openingBefore(text, match.index)) } : undefined;
  }
  const quoted = quotedAt(text, end);
  if (quoted) return quoted;
  const to = endOf(/[^\s"'`<>,;)\]}]*/y, text, end);
  const said = text.slice(end, to);
  return said.length < minBearerLength || wordAfterBearer.test(said) ? undefined : { from: end, to };
}

/** In characters. */
const minBearerLength = 8;

/** The value after a known scheme (`Bearer`). The scheme stays visible: it helps and isn't secret. */
function withoutScheme(text: string, { from, to }: Range): Range {
  const end = endOf(headerScheme, text, from);
  return { from: end < to ? end : from, to };
}

/** What stands in quotes, also in those of JSON within JSON. It ends with its line if they aren't closed. */
function quotedAt(text: string, at: number): Range | undefined {
  const opening = /[bru]{0,2}(?<slashes>\\{0,6})(?<quote>"""|'''|["'`])/iy;
  opening.lastIndex = at;
  const { slashes = "", quote } = opening.exec(text)?.groups ?? {};
  if (quote === undefined) return undefined;
  const from = opening.lastIndex;
  return { from, to: closing(text, from, slashes.length, quote) };
}

function closing(text: string, from: number, slashes: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    const before = slashesBefore(text, at, from);
    if (slashes === 0 ? before % 2 === 0 : before <= slashes) return at - (slashes === 0 ? 0 : before);
  }
  return lineEnd(text, from);
}

function slashesBefore(text: string, at: number, start = 0): number {
  let count = 0;
  while (at - count > start && text[at - count - 1] === "\\") count += 1;
  return count;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** The end of a list or an object. One that is cut off ends with the text, or with its line if its name is a word. */
function bracketEnd(text: string, from: number, before: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === "[" || sign === "{" || sign === "(") depth += 1;
    else if (sign === "]" || sign === "}" || sign === ")") {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (sign === '"') at = closing(text, at + 1, slashesBefore(text, at, from), '"');
  }
  return /["']/.test(before) ? text.length : lineEnd(text, from);
}

/** The quotes that were opened directly before a name: `-H 'Authorization: …'`. */
function openingBefore(text: string, at: number): { quote: string; slashes: number } | undefined {
  const start = at - (/[\w-]{0,20}$/.exec(text.slice(Math.max(0, at - 20), at))?.[0].length ?? 0);
  const quote = text[start - 1];
  if (quote !== '"' && quote !== "'" && quote !== "`") return undefined;
  return { quote, slashes: slashesBefore(text, start - 1, Math.max(0, start - 10)) };
}

/** The end of a header's value: of its line, or before the quotes in which it stands. */
function headerEnd(text: string, from: number, opened: ReturnType<typeof openingBefore>): number {
  const end = lineEnd(text, from);
  const quotes = /["'`]/g;
  quotes.lastIndex = from;
  for (let match = quotes.exec(text); match && match.index < end; match = quotes.exec(text)) {
    const [quote] = match;
    const slashes = slashesBefore(text, match.index, from);
    const begin = match.index - slashes;
    if (quote === opened?.quote && slashes <= opened.slashes) return begin;
    if (quote !== '"') continue;
    if (text[begin - 1] === "=") quotes.lastIndex = Math.min(closing(text, match.index + 1, slashes, quote) + 1, end);
    else if (!opened && slashes === 0) return begin;
  }
  return end;
}

function wordAt(text: string, from: number, isInQuery = false): Range | undefined {
  // It has been covered, and what follows it has been looked at.
  if (text.startsWith("•••", from)) return undefined;
  const to = endOf(isInQuery ? /[^\s"'`<>&#]*/y : /[^\s"'`<>]*/y, text, from);
  return to > from ? { from, to } : undefined;
}

/** The index at which the match of a sticky expression ends; `at` without one. */
function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : at;
}

/** The offset in a text of each character that stays without what an expression matches. */
export function offsetsWithout(text: string, expression: RegExp): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const { 0: part, index } of text.matchAll(expression)) {
    for (; at < index; at++) offsets.push(at);
    at = index + part.length;
  }
  for (; at < text.length; at++) offsets.push(at);
  return offsets;
}
