/** What stands above an answer in its document. */
export interface AnswerHead {
  connectionName: string;
  /** What the run is called; absent when it couldn't be read. */
  runTitle?: string | undefined;
  /** Markdown, of any length. */
  prompt?: string | undefined;
  /** What was chosen already for structured questions: it is sent along. */
  chosen?: readonly string[];
  /** Why nothing can be sent any more. */
  over?: string | undefined;
}

/** The document begins with this, so that nothing else that a person writes is taken for what is not sent. */
const opening = "<!-- Dynamiq Runs: ";

/** The document in which an answer is written: the request as a comment, which is not sent, and the answer. */
export function answerDocument(head: AnswerHead, answer: string): string {
  const { connectionName, runTitle, prompt = "", chosen = [], over } = head;
  const asks = runTitle === undefined ? `a run in ${connectionName} asks.` : `“${runTitle}” in ${connectionName} asks:`;
  const lines = [
    `${opening}${asks}`,
    "",
    ...(prompt === "" ? [] : [...prompt.split(/\r?\n/).map((line) => `> ${line}`.trimEnd()), ""]),
    ...chosen.map((line) => `Also sent: ${line}`),
    ...(chosen.length > 0 ? [""] : []),
    over ?? "Write your answer below this comment. Saving keeps it as a draft, Send Answer sends it.",
  ];
  return `${asComment(lines.join("\n"))} -->\n\n${answer}`;
}

/** The answer of a document: all but the comment on top, also when something was written above it. */
export function answerOf(document: string): string {
  const start = document.indexOf(opening);
  if (start < 0) return document;
  const end = document.indexOf("-->", start);
  const above = document.slice(0, start);
  // Without its end, all of it is comment.
  return end < 0 ? above : above + document.slice(end + 3).replace(/^[ \t]*\r?\n(\r?\n)?/, "");
}

/** What a run asks must not end the comment: an invisible character keeps it together. */
function asComment(text: string): string {
  return text.replaceAll("-->", "--\u2060>");
}
