/** JSON without the white space between its tokens, which it finds by itself: no parser has a word in it. */
export function withoutIndent(text: string): string {
  let result = "";
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (inString && unit === "\\") result += unit + text.charAt(++at);
    else if (inString || !/\s/.test(unit)) result += unit;
    if (unit === '"') inString = !inString;
  }
  return result;
}
