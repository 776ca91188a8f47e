/** Marks a piece that stays unchanged: code, an escaped character, or the mark itself. */
const keptMark = "\ue000";
const keptText =
  /\ue000|^ {0,3}```[^`\n]*\n([^`]*?)\n? {0,3}```[ \t]*$|(`{1,2})([^`\n]+)\2|\\([\\`*_{}[\]()#+.!|~>-])/gm;

/** A link's address may hold pairs of brackets, and a title may follow it. Each character is read once or twice. */
const link = /!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?: "[^"\n[]*")?\)/g;
const bareLink = /<(https?:\/\/[^<>\s]+)>/g;

const blockMarks = /^ {0,3}(?:#{1,6}[ \t]+|> ?)/gm;
/** A line between paragraphs, or below a heading. */
const rule = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)\r?$\n?/gm;
const bullet = /^( *)[*+] (?=\S)/gm;
const bold = /(\*{2,3})(?=[^\s*])((?:[^*\n]|\n(?!\s))+)(?<=\S)\1/g;
/** A single star between words means a product: `2*3*4`. */
const italic = /(?<![\w*])\*(?=[^\s*])([^*\n]+)(?<=\S)\*(?![\w*])/g;
const underscored = /(?<!\w)(__?)(?=[^\s_])((?:[^_\n]|(?<=[^\W_])_(?=[^\W_]))+)(?<=[^\s_])\1(?!\w)/g;
const struck = /~~(?=[^\s~])([^~\n]+)~~/g;

/** A short Markdown text as plain text. Names keep their underscores, and lists their dashes. */
export function plainMarkdown(text: string): string {
  return withoutMarkdown(text, (plain) => plain);
}

/** @param arrange changes the plain text, in which code is a mark */
function withoutMarkdown(text: string, arrange: (plain: string) => string): string {
  const pieces: string[] = [];
  const marked = text.replace(
    keptText,
    (whole: string, block?: string, _ticks?: string, code?: string, sign?: string) => {
      pieces.push(block ?? code ?? sign ?? whole);
      return keptMark;
    },
  );
  const plain = arrange(withoutMarks(marked.replace(rule, "").replace(blockMarks, "").replace(bullet, "$1- ")));
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

/** A longer Markdown text as one line: also without headings' marks, dashes of lists, and tables. */
export function markdownInLine(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s*\|/.test(line));
  return withoutMarkdown(lines.map((line) => line.replace(/^\s*#{1,6} /, "")).join("\n"), listsInLine);
}

/** The rows of a Markdown table for one line: *Item | Sum; Fee | 7*. The line below its head says nothing. */
export function tableInLine(text: string): string {
  const rows = text.split("\n").filter((line) => !/^[\s|:-]*$/.test(line));
  const items = rows.map(
    (row) =>
      `- ${row
        .trim()
        .replace(/^\|\s*/, "")
        .replace(/\|$/, "")
        .trimEnd()}`,
  );
  return withoutMarkdown(items.join("\n"), listsInLine);
}

/** The dash of an item, and the box of a task. */
const item = /^\s*-\s+(?:\[[ xX]\]\s+)?(?=\S)/;
const ended = /[.,:;!?…]["')\]]*$/;

/** Items without their dashes, with signs that part them: *Done: first; second*. */
function listsInLine(text: string): string {
  const parts: { text: string; isItem: boolean }[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const trimmed = line.trimEnd();
    const isItem = item.test(trimmed);
    const last = parts.at(-1);
    if (trimmed === "") isOpen = false;
    else if (last && isOpen && !isItem) last.text += `\n${trimmed}`;
    else {
      parts.push({ text: trimmed.replace(item, ""), isItem });
      isOpen = true;
    }
  }
  return parts.map((part, index) => `${part.text}${signAfter(part, parts[index + 1])}`).join("\n\n");
}

function signAfter(part: { text: string; isItem: boolean }, next: { isItem: boolean } | undefined): string {
  if (!next || ended.test(part.text)) return "";
  return part.isItem ? ";" : next.isItem ? ":" : "";
}
