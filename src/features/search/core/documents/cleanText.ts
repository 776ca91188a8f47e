/** Writing systems without spaces between words: each of their characters is a word. */
export const unspacedScripts =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}";
const mayBeUnspaced = /[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ud840-\ud8ff]/;
const betweenUnspaced = new RegExp(
  `(?<=[${unspacedScripts}])(?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}])(?=[${unspacedScripts}])`,
  "gu",
);
/** A character without width, which separates words for the engine. */
const separator = "\u200b";

/** Invisible characters. U+200B, the last one, separates words; `spacedWords` adds it where it is needed. */
const controlCharacter = /(?![\t\n\r])[\p{Cc}\u200b]/gu;

/** The text without characters that nobody sees: the engine takes the first of them for the end of a text. */
export function withoutControls(text: string): string {
  return text.replace(controlCharacter, " ");
}

/** The text with separators between the words of writing systems that have no spaces. */
export function spacedWords(text: string): string {
  return mayBeUnspaced.test(text) ? text.replace(betweenUnspaced, separator) : text;
}

/** The text as it was before {@link spacedWords}. */
export function withoutSeparators(text: string): string {
  return text.includes(separator) ? text.replaceAll(separator, "") : text;
}
