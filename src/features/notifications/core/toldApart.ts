import { keepNewest } from "#base/keepNewest.ts";
import { shortId } from "#model/shortId.ts";

/** How many texts are remembered. Older notifications are no longer on the screen. */
const maxRemembered = 100;

/**
 * The texts of notifications about runs. When one has the text of another that is still there, VS Code closes the other
 * one, and its run would be forgotten. So the second run of a title gets its short id.
 */
export class ToldApart {
  /** The run of each text, the oldest text first. */
  readonly #runs = new Map<string, string>();

  /** @param words makes the text, with the name of the run */
  text(runId: string, title: string, words: (name: string) => string): string {
    const text = words(title);
    const before = this.#runs.get(text);
    if (before !== undefined && before !== runId) return words(`${title} (${shortId(runId)})`);
    keepNewest(this.#runs, text, runId, maxRemembered);
    return text;
  }
}
