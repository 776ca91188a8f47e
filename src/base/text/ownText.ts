/**
 * The same text in memory of its own: a part of a text keeps all of it, and one that was put together keeps all its
 * parts.
 */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
