const firstLine = "Traceback (most recent call last)";

/** The exception at the end of a traceback of Python, whose lines name files and change with each version. */
export function withoutTraceback(text: string): string {
  const start = text.indexOf(firstLine);
  if (start === -1) return text;
  const lines = text.slice(start).split(/\r?\n/);
  const lastFrame = lines.findLastIndex((line) => /^\s+File "/.test(line));
  const exception = lines.findIndex((line, at) => at > Math.max(0, lastFrame) && /^\S/.test(line));
  return exception === -1 ? text : `${text.slice(0, start)}${lines.slice(exception).join("\n").trimEnd()}`;
}
