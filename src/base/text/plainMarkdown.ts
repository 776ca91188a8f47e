/** Marks a piece that stays unchanged: code, an escaped character, or the mark itself. */
const keptMark = "\ue000";
const kept = /\ue000|^ {0,3}```[^`\n]*\n([^`]*?)\n? {0,3}```[ \t]*$|(`{1,2})([^`\n]+)\2|\\([\\`*_{}[\]()#+.!|~>-])/gm;

/** A link's address may hold pairs of brackets, and a title may follow it. Each character is read once or twice. */
const link = /!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?: "[^"\n[]*")?\)/g;
const bareLink = /<(https?:\/\/[^<>\s]+)>/g;

const blockMarks = /^ {0,3}(?:#{1,6}[ \t]+|> ?)/gm;
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$\n?/gm;
const bullet = /^( *)[*+] (?=\S)/gm;
const bold = /(\*{2,3})(?=[^\s*])((?:[^*\n]|\n(?!\s))+)(?<=\S)\1/g;
/** A single star between words means a product: `2*3*4`. */
const italic = /(?<![\w*])\*(?=[^\s*])([^*\n]+)(?<=\S)\*(?![\w*])/g;
const underscored = /(?<!\w)(__?)(?=[^\s_])((?:[^_\n]|(?<=[^\W_])_(?=[^\W_]))+)(?<=[^\s_])\1(?!\w)/g;
const struck = /~~(?=[^\s~])([^~\n]+)~~/g;

/** A short Markdown text as plain text. Names keep their underscores, and lists their dashes. */
export function plainMarkdown(text: string): string {
  const pieces: string[] = [];
  const marked = text.replace(kept, (whole: string, block?: string, _ticks?: string, code?: string, sign?: string) => {
    pieces.push(block ?? code ?? sign ?? whole);
    return keptMark;
  });
  const plain = withoutMarks(marked.replace(rule, "").replace(blockMarks, "").replace(bullet, "$1- "));
  let next = 0;
  return plain.replaceAll(keptMark, () => pieces[next++] ?? "").replace(/\n{3,}/g, "\n\n");
}

function withoutMarks(text: string): string {
  const linked = text.replace(link, "$1").replace(bareLink, "$1").replace(struck, "$1");
  // Italics inside bold go first, so that the marks of bold enclose plain text.
  return linked.replace(underscored, unlessName).replace(bold, "$2").replace(italic, "$1").replace(bold, "$2");
}

/** `__init__` is a name, not bold text. */
function unlessName(whole: string, marks: string, inner: string): string {
  return marks === "__" && /^[a-z\d_]+$/.test(inner) ? whole : inner;
}

/** A longer Markdown text as one line: also without headings' marks and tables. */
export function markdownInLine(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s*\|/.test(line));
  return plainMarkdown(lines.map((line) => line.replace(/^\s*#{1,6} /, "")).join("\n"));
}
