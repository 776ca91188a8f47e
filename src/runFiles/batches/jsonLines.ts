/** A line that isn't blank. */
export interface TextLine {
  /** From 1; blank lines count. */
  number: number;
  text: string;
}

/** In UTF-16 units. A longer line can't be a request. */
const longestLine = 64 * 1024 * 1024;

/**
 * Reads the lines of a text while its bytes arrive. A byte order mark and both kinds of line ends are accepted.
 *
 * @throws TypeError when it isn't valid UTF-8
 * @throws RangeError when a line is too long
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 0;
  /** The pieces of a line without its end. They are joined only once, however many there are. */
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
    // Without its carriage return: an error there would be shown in the next line.
    return lines.map((line) => ({ number: ++number, text: line.replace(/\r$/, "") })).filter(isFilled);
  };
  for await (const chunk of chunks) yield* take(decoder.decode(chunk, { stream: true }));
  yield* take(`${decoder.decode()}\n`);
}

function isFilled({ text }: TextLine): boolean {
  return text.trim() !== "";
}
