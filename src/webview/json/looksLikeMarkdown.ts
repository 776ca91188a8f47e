/** As much of a text as is looked at, in characters. */
const longest = 20_000;

const signs = [
  /^#{1,6} \S/m,
  /^ {0,3}(?:[-*+]|\d{1,3}\.) \S/m,
  /^> /m,
  /^```/m,
  /^\|.*\|\s*$/m,
  /\*\*[^*\s][^*\n]*\*\*/,
  /`[^`\n]+`/,
  /\[[^[\]\n]+\]\([^()\s]+\)/,
];

/** Whether a text may be meant as Markdown: enough to offer it, never to draw it unasked. JSON is none. */
export function looksLikeMarkdown(text: string): boolean {
  const beginning = text.slice(0, longest);
  return !/^\s*(?:\{|\[\s*["{[\d\]])/.test(beginning) && signs.some((sign) => sign.test(beginning));
}
