/** Labels of VS Code make icons of `$(name)`: what others wrote is text. */
export function iconText(text: string): string {
  return text.replaceAll("$(", "\\$(");
}
