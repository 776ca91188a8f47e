/** A file's name of at most 40 lower-case letters, digits and hyphens. @param other for a title without them */
export function fileNameOf(title: string, other: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const name = plain.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-/, "");
  const [start = ""] = /^[^]{0,40}/u.exec(name) ?? [];
  return start.replace(/-$/, "") || other;
}
