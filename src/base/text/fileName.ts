/**
 * Makes the first part of a file name from a title: at most 40 lower-case letters and digits, with hyphens between words.
 *
 * @param other for a title without letters and digits
 */
export function fileNameOf(title: string, other: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const name = plain.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-/, "");
  const [start = ""] = /^[^]{0,40}/u.exec(name) ?? [];
  return start.replace(/-$/, "") || other;
}
