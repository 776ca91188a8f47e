let format: Intl.NumberFormat | undefined;

/** A count with separators: `1,284`. */
export function formatCount(count: number): string {
  format ??= new Intl.NumberFormat("en-US");
  return format.format(count);
}

/** A count and what is counted: `1 event`, `1,200 events`. */
export function countOf(count: number, word: string, plural = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : plural}`;
}
