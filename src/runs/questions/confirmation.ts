import { stringifyJson } from "#base/json/stringifyJson.ts";
import { formatCount } from "#model/counts.ts";
import { digest } from "#runFiles/digest.ts";
import type { Cover } from "#runs/values/cover.ts";
import { ToolError } from "./toolError.ts";

export interface ToolConnection {
  readonly id: string;
  readonly name: string;
  /** The host, with a port, if it has one. */
  readonly host: string;
  readonly production?: "ask" | "warn";
  /** Whether tools use it when they are called without a connection. */
  readonly isActive: boolean;
}

/** What a person is asked before an effect. */
export interface Confirmation {
  /** `Start refund.run.json on Support Triage?` */
  readonly question: string;
  /** Lines for the person: host, production mark, input, files. They may quote runs and files: show them as text. */
  readonly facts: readonly string[];
  readonly button: string;
  /** Differs when anything differs that would be sent: the address, the input, a file's version. */
  readonly fingerprint: string;
}

interface Effect {
  tool: string;
  connection: ToolConnection;
  /** The question without the app: `Start refund.run.json`. */
  act: string;
  /** More lines for the person, the important ones first. None is cut: `shownJson` and `shownText` write them. */
  facts: readonly string[];
  /** Covers keys alone: a person has to see what is sent under any name. */
  cover: Cover;
  /** What the caller can do when it is too much for a person, as a sentence without its end. */
  less?: string;
  button: string;
  sent: readonly unknown[];
}

/** How much can be read with care. More is refused, because a question that is cut hides something. */
const maxReadable = { characters: 20_000, lines: 200 } as const;

/** What a person is asked before an effect. @throws ToolError when a person can't be shown all of it */
export function confirmationOf({
  tool,
  connection,
  act,
  facts,
  cover,
  less = "Send less",
  button,
  sent,
}: Effect): Confirmation {
  const { id, name, host, production } = connection;
  const where = `Host: ${host}${production === undefined ? "" : ", marked as production"}`;
  const question = visible(cover.keysAlone.text(`${act} on ${name}?`));
  const lines = [where, ...facts].map((fact) => visible(cover.keysAlone.text(fact)));
  const characters = lines.reduce((sum, { length }) => sum + length, question.length);
  if (characters > maxReadable.characters || lines.length > maxReadable.lines) {
    const [length, fits] = [characters, maxReadable.characters].map((count) => formatCount(count));
    const size =
      lines.length > maxReadable.lines
        ? `${lines.length} lines; the limit is ${maxReadable.lines}`
        : `${length} characters; the limit is ${fits}`;
    throw new ToolError(
      `The request is too long to show to the person who confirms it (${size}), so nothing was sent. ` +
        `${less}, or ask the person to do it in VS Code.`,
    );
  }
  return {
    question,
    facts: lines,
    button,
    fingerprint: digest(JSON.stringify([tool, id, host, sent])),
  };
}

/** A value as one line of JSON. A person sees each of its characters, and `JSON.parse` returns what is sent. */
export function shownJson(value: unknown): string {
  return visible(stringifyJson(value) ?? "");
}

/** A text as it is, if a person sees each of its characters; otherwise as JSON. */
export function shownText(text: string): string {
  return text !== "" && text.trim() === text && !text.startsWith('"') && visible(text) === text
    ? text
    : shownJson(text);
}

/** What a reader doesn't see, or what reorders text. Emoji and joined letters may keep theirs. */
const unseenCharacter =
  /(\p{ExtPict}\ufe0f?(?:\u200d\p{ExtPict}\ufe0f?)*|(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L}))|(?! )[\p{Cc}\p{Cf}\p{Cs}\p{DI}\p{Z}\u2800]+/gu;

/** The text with what isn't visible written as JSON escapes. */
function visible(text: string): string {
  return text.replace(unseenCharacter, (characters: string, kept?: string) => kept ?? escaped(characters));
}

function escaped(characters: string): string {
  return characters
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
