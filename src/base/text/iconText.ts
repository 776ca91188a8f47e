/** VS Code shows `$(name)` in a label as an icon. This keeps it as text. */
export function iconText(text: string): string {
  return text.replaceAll("$(", "\\$(");
}
