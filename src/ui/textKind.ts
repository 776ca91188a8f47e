/**
 * Whether a text is JSON, by its beginning: it may be cut, or still growing. A sentence that contains a number isn't.
 */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:[{["]|(?:true|false|null|-?\d[\d.eE+-]*|-?Infinity|NaN)\s*$)/.test(text);
}
