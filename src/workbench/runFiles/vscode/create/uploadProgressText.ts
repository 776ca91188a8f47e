import { formatBytes } from "#model/bytes.ts";

/** The bytes of all files so far, and whether the app has a whole request, whose response is awaited. */
interface SentBytes {
  sent: number;
  isSent?: boolean;
}

/**
 * The progress of files that are sent one after the other, as a text.
 *
 * @param title stands before the text
 * @returns `scan.pdf: 12.4 MiB of 120 MiB, 2 of 5 files`
 */
export function uploadProgressText(
  files: readonly { name: string; size: number }[],
  { sent, isSent = false }: SentBytes,
  title: string,
): string {
  let before = 0;
  for (const [index, { name, size }] of files.entries()) {
    const isCurrent = isSent ? sent <= before + size : sent < before + size;
    if (isCurrent || index === files.length - 1) {
      const named = files.length === 1 && title.includes(name) ? "" : `${name}: `;
      const position = files.length === 1 ? "" : `, ${index + 1} of ${files.length} files`;
      const whole = formatBytes(size);
      const done = isSent
        ? `${whole} sent, waiting for the app`
        : `${formatBytes(Math.min(size, sent - before))} of ${whole}`;
      return `${named}${done}${position}`;
    }
    before += size;
  }
  return formatBytes(sent);
}
