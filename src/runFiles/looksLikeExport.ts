/** Whether a text is an export, by its first field, so that a large file isn't read completely. */
export function looksLikeExport(text: string): boolean {
  return /^\s*\{\s*"format"\s*:\s*"dynamiq-runs-export"/.test(text);
}
