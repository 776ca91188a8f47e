import { isContainer } from "../../base/json/exactNumber.ts";

/** How many of the last messages are read. */
const mostMessages = 50;
const people = new Set(["user", "human", "customer", "person"]);

/**
 * The last question of a person in a list of messages in the form of chat models: `role` with a `content` that is a
 * text or a list of parts. `undefined` for any other list.
 */
export function lastQuestion(list: readonly unknown[]): string | undefined {
  const last = list.slice(-mostMessages).reverse();
  let any: string | undefined;
  for (const each of last) {
    const message = messageOf(each);
    if (!message) continue;
    if (people.has(message.from)) return message.text;
    any ??= message.text;
  }
  return any;
}

/** The author and text of a message. */
function messageOf(value: unknown): { from: string; text: string } | undefined {
  if (!isContainer(value) || Array.isArray(value)) return undefined;
  const { role, sender, type, content, text, data } = value as Record<string, unknown>;
  const from = [role, sender, type].find((each) => typeof each === "string");
  if (from === undefined) return undefined;
  const said =
    textOf(content) ??
    textOf(text) ??
    (isContainer(data) ? textOf((data as { content?: unknown }).content) : undefined);
  return said === undefined ? undefined : { from: from.toLowerCase(), text: said };
}

/** A content's text: the content itself, or the first part that is a text. */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content.trim() === "" ? undefined : content;
  if (!Array.isArray(content)) return undefined;
  for (const part of content.slice(0, mostMessages)) {
    const text: unknown = isContainer(part) ? (part as { text?: unknown }).text : part;
    if (typeof text === "string" && text.trim() !== "") return text;
  }
  return undefined;
}
