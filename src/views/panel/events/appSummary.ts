import { readAppMessage } from "../../../runs/story/app/appMessage.ts";
import type { AppPart } from "../../../runs/story/app/appParts.ts";
import { jsonBeginning } from "../json/jsonBeginning.ts";

/**
 * The text of a message from an app's node, and its speaker. Its JSON begins with ids, which are the same in every row.
 *
 * @param most how many characters a row shows
 * @returns `undefined` for an unknown form
 */
export function appSummary(data: unknown, source: unknown, most: number): string | undefined {
  const message = readAppMessage(data, source);
  if (!message) return undefined;
  return [message.speaker?.name, partWords(message.part, most)].filter(Boolean).join(" · ");
}

function partWords(part: AppPart, most: number): string {
  switch (part.kind) {
    case "nothing":
      return "";
    case "thought":
      return `reasoning: ${part.text.slice(0, most)}`;
    case "answer":
      return `answer: ${words(part.content, most)}`;
    case "text":
      return part.text.slice(0, most);
    case "chunk":
      return [part.text, ...part.calls.map(({ name = "", input }) => `${name}${input}`)].join("").slice(0, most);
    case "manager":
      return `${part.step}: ${part.text.slice(0, most)}`;
    case "callStarted":
      return `call of ${part.call.name}`;
    case "callInput":
      return `input of ${part.call.name}: ${part.piece.slice(0, most)}`;
    case "callVoid":
      return `discarded: ${part.reason.slice(0, most)}`;
    case "call":
      return `${part.call.name} ${words(part.input, most)}`;
    case "result":
      return `${part.call.name} → ${words(part.result, most)}`;
    case "request":
      return part.prompt.slice(0, most);
    case "end":
      return `workflow ${part.outcome}`;
  }
}

/** Cut first, since a result may have megabytes. */
function words(value: unknown, most: number): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value.slice(0, most) : jsonBeginning(value, most);
}
