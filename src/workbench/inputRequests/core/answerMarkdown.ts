export interface AnswerHead {
  connectionName: string;
  /** The run's title; absent when the run couldn't be read. */
  runTitle?: string;
  prompt?: string;
  /** The options that were chosen for structured questions. They are sent with the answer. */
  chosen?: readonly string[];
  /** Why the answer can't be sent any more. */
  over?: string;
}

/** The first characters of the document, so that no other comment of a person is mistaken for ours. */
const documentStart = "<!-- Dynamiq Runs: ";

/** The document in which an answer is written: the input request as a comment, which isn't sent, and the answer. */
export function answerDocument(head: AnswerHead, answer: string): string {
  const { connectionName, runTitle, prompt = "", chosen = [], over } = head;
  const asks =
    runTitle === undefined ? `a run in ${connectionName} needs an answer.` : `“${runTitle}” in ${connectionName} asks:`;
  const lines = [
    `${documentStart}${asks}`,
    "",
    ...(prompt === "" ? [] : [...prompt.split(/\r?\n/).map((line) => `> ${line}`.trimEnd()), ""]),
    ...chosen.map((line) => `Also sent: ${line}`),
    ...(chosen.length > 0 ? [""] : []),
    over ?? "Write your answer below this comment. Saving keeps it as a draft; Send Answer sends it.",
  ];
  return `${asComment(lines.join("\n"))} -->\n\n${answer}`;
}

/** The answer in a document: everything except our comment, also text above it. */
export function answerOf(document: string): string {
  const start = document.indexOf(documentStart);
  if (start < 0) return document;
  const end = document.indexOf("-->", start);
  const above = document.slice(0, start);
  // Without its end, the whole rest is a comment.
  return end < 0 ? above : above + document.slice(end + 3).replace(/^[ \t]*\r?\n(\r?\n)?/, "");
}

/** The text of a run must not end the comment, so an invisible character splits the end mark. */
function asComment(text: string): string {
  return text.replaceAll("-->", "--\u2060>");
}
