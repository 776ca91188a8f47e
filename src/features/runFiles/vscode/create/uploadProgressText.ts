import { formatBytes } from "../../../../model/bytes.ts";

/**
 * The progress of files that are sent one after the other, as a text.
 *
 * @param sent bytes of all files so far
 * @param title stands before the text
 * @returns `scan.pdf: 12.4 MiB of 120 MiB, 2 of 5 files`
 */
export function uploadProgressText(
  files: readonly { name: string; size: number }[],
  sent: number,
  title: string,
): string {
  let before = 0;
  for (const [index, { name, size }] of files.entries()) {
    if (sent < before + size || index === files.length - 1) {
      const named = files.length === 1 && title.includes(name) ? "" : `${name}: `;
      const place = files.length === 1 ? "" : `, ${index + 1} of ${files.length} files`;
      return `${named}${formatBytes(Math.min(size, sent - before))} of ${formatBytes(size)}${place}`;
    }
    before += size;
  }
  return formatBytes(sent);
}
