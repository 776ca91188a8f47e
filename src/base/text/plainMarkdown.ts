/**
 * An address may hold pairs of brackets. Neither part goes over what begins the next link: each character is looked at
 * once or twice.
 */
const link = /!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)/g;

/**
 * A short text in Markdown as one reads it in a line: without the marks of bold, code and links. Names keep their
 * underscores.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(link, "$1")
    .replace(/\*\*([^*\n]+)\*\*/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1");
}

/** A longer text in Markdown in one line: also without its tables, which can't be read there, and marks of headings. */
export function markdownInLine(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s*\|/.test(line));
  return plainMarkdown(lines.map((line) => line.replace(/^\s*#{1,6} /, "")).join("\n"));
}
