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
