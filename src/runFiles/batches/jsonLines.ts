/** A line of a text that is not blank. */
export interface TextLine {
  /** From 1, blank ones counted. */
  number: number;
  text: string;
}

/** No request is longer: what goes on beyond it is no list of requests. In UTF-16 units. */
const longestLine = 64 * 1024 * 1024;

/**
 * Reads the lines of a text as its bytes come. A byte order mark and either kind of line end are fine.
 *
 * @throws TypeError when it is not in UTF-8
 * @throws RangeError when a line has no end
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 0;
  /** What is there of a line without its end: put together once, however many pieces a long one comes in. */
  let rest: string[] = [];
  let restLength = 0;
  const take = (text: string): TextLine[] => {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    if (lines.length > 0) {
      lines[0] = rest.join("") + lines[0];
      rest = [];
      restLength = 0;
    }
    rest.push(last);
    restLength += last.length;
    if (restLength > longestLine) throw new RangeError(`Line ${number + lines.length + 1} isn't terminated.`);
    // A carriage return is no part of a line: an error at its end would be one in the next.
    return lines.map((line) => ({ number: ++number, text: line.replace(/\r$/, "") })).filter(isFilled);
  };
  for await (const chunk of chunks) yield* take(decoder.decode(chunk, { stream: true }));
  yield* take(`${decoder.decode()}\n`);
}

function isFilled({ text }: TextLine): boolean {
  return text.trim() !== "";
}
