import * as z from "zod";
import { parseJson } from "../../base/json/parseJson.ts";
import { readAs } from "../../base/stored.ts";
import type { GoldenPerson } from "../../runFiles/golden/goldenTypes.ts";
import type { Spoken } from "../../runs/golden/goldenResult.ts";
import type { PersonSays, SimulatedPerson } from "../../runs/golden/run/testDeps.ts";
import type { Cover } from "../../runs/values/cover.ts";
import { dataBlock } from "../text/dataBlock.ts";
import { safeText } from "../text/safeText.ts";

/** A language model of an editor. */
export interface LanguageModel {
  /** As a person knows it. */
  name: string;
  /** The pieces of its reply. It may fail, reply with anything, and stop at any place. */
  send(prompt: string, signal: AbortSignal): AsyncIterable<string>;
}

interface SimulatedPersonOptions {
  model: LanguageModel;
  /** Covers keys and other secrets in what the model gets. */
  cover: Pick<Cover, "value">;
  /** In milliseconds: so long a reply may take. */
  timeout?: number;
}

/** A longer reply isn't a message of a person, in characters. */
const longestReply = 8_000;
/** Of a longer text of the conversation the model gets the beginning, in characters. */
const longestText = 4_000;
/** How many of the newest turns the model gets. */
const mostTurns = 20;
/** How often the model is asked when its reply has another form. */
const mostTries = 2;

const replySchema = z.union([
  z.object({ done: z.literal(true) }).transform((): PersonSays => ({ kind: "done" })),
  z.object({ message: z.string().trim().min(1) }).transform(({ message }): PersonSays => ({ kind: "says", message })),
]);

/** A person whose messages a language model writes. What the app said is data for the model, never an instruction. */
export function simulatedPerson({ model, cover, timeout = 120_000 }: SimulatedPersonOptions): SimulatedPerson {
  return {
    name: model.name,
    async next(person, spoken, signal) {
      const prompt = promptOf(cover.value(person), cover.value(spoken.slice(-mostTurns)));
      for (let tries = 1; tries <= mostTries; tries++) {
        const says = readReply(await replyOf(model, prompt, signal, timeout));
        if (says) return says;
      }
      throw new Error(`${model.name} replied ${mostTries} times with something else than the person's next message.`);
    },
  };
}

async function replyOf(model: LanguageModel, prompt: string, signal: AbortSignal, timeout: number): Promise<string> {
  const late = AbortSignal.timeout(timeout);
  const either = AbortSignal.any([signal, late]);
  let reply = "";
  try {
    for await (const piece of untilAborted(model.send(prompt, either), either)) {
      reply += piece;
      if (reply.length > longestReply) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new Error(`${model.name} didn't reply in time.`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${model.name} couldn't write the person's next message: ${reason}`, { cause: error });
  }
  return reply;
}

/** A model may ignore that it was canceled. What it still sends after the reader has left is dropped. */
async function* untilAborted(pieces: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<string> {
  const iterator = pieces[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  // Nobody waits for it after the last piece.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    // A silent model never gets there, so nobody can wait for it.
    iterator.return?.().catch(() => undefined);
  }
}

/** The object in a reply. A model may put words or a fence around it. */
function readReply(reply: string): PersonSays | undefined {
  if (reply.length > longestReply) return undefined;
  const [from, to] = [reply.indexOf("{"), reply.lastIndexOf("}")];
  if (from < 0 || to < from) return undefined;
  try {
    return readAs(replySchema, parseJson(reply.slice(from, to + 1)));
  } catch {
    // It isn't JSON, so it isn't a message either.
    return undefined;
  }
}

function promptOf({ persona, goal }: GoldenPerson, spoken: readonly Spoken[]): string {
  const turns = spoken.flatMap(({ message, answer }) => [
    `You said: ${shown(message)}`,
    `The app answered: ${shown(answer)}`,
  ]);
  return [
    "You test an app by playing a person who talks to it. Stay in the role, and write as this person would.",
    `The person: ${persona}`,
    `What the person wants: ${goal}`,
    spoken.length === 0 ? "Nothing was said yet. Begin." : "The conversation so far:",
    ...(spoken.length === 0 ? [] : [dataBlock(turns.join("\n"))]),
    'Reply with one JSON object and nothing else: {"message": "…"} with the person\'s next message, or {"done": true} ' +
      "if the person has got what they want. Don't give up early, and don't say that this is a test.",
  ].join("\n\n");
}

function shown(text: string): string {
  return safeText(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
}
