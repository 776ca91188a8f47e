import { readFile } from "node:fs/promises";
import { explainError } from "#host/errors/explainError.ts";

const text = await readFile(new URL("../../../docs/messages.md", import.meta.url), "utf8");
const rows = [...text.matchAll(/^\| (?<messages>[^|]+) \|/gm)].map(({ groups }) => groups!["messages"]!);
const messages = rows.filter((row) => row !== "message" && row !== "---").flatMap((row) => row.split(" · "));

/** The messages of `docs/messages.md` that an error has. */
export function explainedIn(error: unknown): string[] {
  const { message } = explainError(error);
  return messages.filter((each) => hasInOrder(message, each.split("…")));
}

function hasInOrder(message: string, parts: readonly string[]): boolean {
  let at = 0;
  return parts.every((part) => {
    const found = message.indexOf(part.trim(), at);
    at = found + part.trim().length;
    return found !== -1;
  });
}
