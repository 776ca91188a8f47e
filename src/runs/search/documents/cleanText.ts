import { type Redact, redactor } from "../../../api/http/redact.ts";

/** What stands in place of a secret. */
export const removed = "•••";

/** Writing systems without spaces between words: each of their characters is a word. */
export const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}";
const mayBeUnspaced = /[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ud840-\ud8ff]/;
const betweenUnspaced = new RegExp(`(?<=[${unspaced}])(?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}])(?=[${unspaced}])`, "gu");
/** It has no width, and separates words for the engine. */
const separator = "\u200b";

/** Characters that nobody sees. Words end at the last one, which is added again where it is needed. */
const controls = /(?![\t\n\r])[\p{Cc}\u200b]/gu;

/** Where a text has none of these, it has no secret that its form gives away. */
const mayBeSecret =
  /dynamiq_acc_|dyn_pat_|uak_|bearer|basic|authorization|eyj|token|secret|password|key|view_url|sk-|gh[a-z]_/i;

const value = "[^\\s\"'<>\\\\,;&)\\]}]";
/** Secrets that their form gives away. The first group stays. */
const forms: readonly RegExp[] = [
  /()(?:dynamiq_acc_|dyn_pat_|uak_)[\w-]{8,}/gi,
  /(\b(?:bearer|basic)\s{1,5})[\w.~+/=-]{8,}/gi,
  /()\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /()\b(?:sk-[\w-]{16,}|gh[opsu]_\w{20,}|github_pat_\w{20,}|AKIA[A-Z0-9]{16})/g,
  new RegExp(
    `([?&#](?:access_|refresh_|id_|auth_)?(?:token|api_?key|key|secret|signature|sig|password)=)${value}+`,
    "gi",
  ),
  new RegExp(`(live_view_url\\W{0,12}?)https?:${value}+`, "gi"),
  new RegExp(
    `(\\b(?:authorization|(?:x-)?api[-_ ]?key|access[-_ ]?(?:key|token)|refresh[-_ ]?token|client[-_ ]?secret|password|passwd)` +
      `["']?\\s{0,5}[:=]\\s{0,5}["']?)${value}{4,}`,
    "gi",
  ),
];

/** The name of a field whose value is never kept. */
const secretName =
  /^(?:live_view_url|authorization|proxy-authorization|cookie|set-cookie|passw(?:or)?d|(?:x-)?api[-_]?key|access[-_]?(?:key|token)|refresh[-_]?token|id[-_]?token|client[-_]?secret|secret|private[-_]?key|token)$/i;

/** Whether the value of such a field is left out of the index. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/**
 * Removes known secrets from a text, and those that their form gives away: keys, bearer tokens, tokens in addresses. It
 * also removes characters that the engine uses itself.
 *
 * @param secrets the connection's key, and the addresses of a run's browsers
 */
export function textCleaner(secrets: readonly string[]): Redact {
  const known = secrets.filter((secret) => secret.length >= 4).map(redactor);
  return (text) => {
    let clean = text;
    for (const redact of known) clean = redact(clean);
    if (mayBeSecret.test(clean)) for (const form of forms) clean = clean.replace(form, `$1${removed}`);
    return withoutControls(clean);
  };
}

/** The text without characters that nobody sees: the engine takes the first of them for the end of a text. */
export function withoutControls(text: string): string {
  return text.replace(controls, " ");
}

/** The text with separators between the words of writing systems that have no spaces. */
export function spacedWords(text: string): string {
  return mayBeUnspaced.test(text) ? text.replace(betweenUnspaced, separator) : text;
}

/** The text as it was before {@link spacedWords}. */
export function withoutSeparators(text: string): string {
  return text.includes(separator) ? text.replaceAll(separator, "") : text;
}
