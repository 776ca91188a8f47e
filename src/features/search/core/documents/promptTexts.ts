import { fieldsOf } from "#base/json/fieldsOf.ts";
import type { ModelStep } from "#runs/story/storySteps.ts";
import { contentText } from "#runs/text/contentText.ts";
import { flatText } from "./flatJson.ts";

/** What the run itself has said is searched in its own steps. */
const ownRoles: ReadonlySet<unknown> = new Set(["assistant", "tool"]);

/** The prompts of a run's model calls, each message once: a call repeats all messages of the one before it. */
export class PromptTexts {
  readonly #seen = new Set<string>();

  /** What no earlier call was sent; empty if that is nothing. */
  fresh({ messages }: Pick<ModelStep, "messages">): string {
    if (!Array.isArray(messages)) return this.#take(flatText(messages)) ?? "";
    const [first = ""] = messages.map(wordsOf);
    // One that begins in the same way goes on, and then its answers and results are those of the run.
    const goesOn = this.#seen.has(first);
    const newTexts = messages.flatMap((message: unknown) => {
      const words = this.#take(wordsOf(message));
      return words === undefined || (goesOn && ownRoles.has(fieldsOf(message)["role"])) ? [] : [words];
    });
    return newTexts.join(" · ");
  }

  #take(words: string): string | undefined {
    if (words === "" || this.#seen.has(words)) return undefined;
    this.#seen.add(words);
    return words;
  }
}

function wordsOf(message: unknown): string {
  const { content } = fieldsOf(message);
  return flatText(contentText(content) ?? content);
}
