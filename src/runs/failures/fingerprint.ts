import { createHash } from "node:crypto";
import type { FailureFacts } from "../facts/runFacts.ts";
import { type MessagePart, messageParts } from "./messageParts.ts";

/** The failures with one fingerprint have one cause, as far as their errors tell. */
export interface Fingerprint {
  /** The same for all failures with this cause, in all windows. */
  readonly id: string;
  /** The same for all failures with this type and these words, wherever they happened. */
  readonly anywhere: string;
  readonly parts: readonly MessagePart[];
}

/** So many words of a message tell its cause. */
const mostWords = 60;

/** The fingerprint of a failure: its type, its place and the words of its message, without the values in it. */
export function fingerprintOf({ type = "", place, message }: FailureFacts): Fingerprint {
  const parts = messageParts(message);
  const key = [type.toLowerCase(), wordsOf(parts)];
  return { id: digest(place === undefined ? key : [...key, place]), anywhere: digest(key), parts };
}

function digest(key: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 20);
}

/** The words of a message. Which kind a variable part has makes no difference, nor has a plural after it. */
function wordsOf(parts: readonly MessagePart[]): string {
  const words: string[] = [];
  for (const { text, kind } of parts) {
    if (kind !== undefined) {
      if (words.at(-1) !== "*") words.push("*");
      continue;
    }
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
      words.push(words.at(-1) === "*" ? word.replace(/(?<=..)s$/, "") : word);
  }
  return words.slice(0, mostWords).join(" ");
}
