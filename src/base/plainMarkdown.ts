/** A short text in Markdown as one reads it in a line: without the marks of bold, code and links. Names keep their underscores. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, "$1")
    .replace(/\*\*([^*\n]+)\*\*/g, "$1")
    .replace(/`([^`\n]+)`/g, "$1");
}
