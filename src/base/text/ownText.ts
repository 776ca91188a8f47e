/** A copy of a text in memory of its own: a substring keeps the whole text, and a joined text all its parts. */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
