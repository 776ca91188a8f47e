import { LongText } from "./longText.ts";
import type { StepList } from "./stepList.ts";
import type { StepPosition } from "./storySteps.ts";

/** How many of the newest iterations keep track of texts that may continue. */
const mostIterations = 1_000;

/** The texts of a story that may go on, joined from their pieces. */
export class GrowingTexts {
  readonly #items: StepList;
  /** Ids of texts that may go on, by their iteration and object. */
  readonly #texts = new Map<number | undefined, Map<string, string>>();
  readonly #growing = new Map<string, LongText>();

  constructor(items: StepList) {
    this.#items = items;
  }

  /** A piece of the text of this object in its iteration, or of a new one. */
  add(place: StepPosition, object: string, piece: string): void {
    const texts = this.#textsOf(place.iteration);
    const item = this.#items.find(texts.get(object));
    if (item?.kind === "text") {
      const text = this.#growing.get(item.id) ?? new LongText(item.text);
      text.add(piece);
      this.#growing.set(item.id, text);
      const grown = { ...item, text: text.text, growing: true, until: place.at };
      this.#items.replace(grown, item.growing ? piece : undefined);
      return;
    }
    const text = new LongText();
    text.add(piece);
    texts.set(object, place.id);
    this.#growing.set(place.id, text);
    this.#items.add({ ...place, kind: "text", object, text: text.text, growing: true, until: place.at });
  }

  /** Pauses all of them until another piece arrives. */
  pause(): void {
    this.#pause([...this.#growing.keys()]);
  }

  /** Ends the texts of an iteration and those without one; all of them if the next event has no iteration. */
  end(iteration: number | undefined): void {
    for (const each of iteration === undefined ? [...this.#texts.keys()] : [iteration, undefined]) this.#endOf(each);
  }

  #textsOf(iteration: number | undefined): Map<string, string> {
    const known = this.#texts.get(iteration);
    if (known) return known;
    const texts = new Map<string, string>();
    this.#texts.set(iteration, texts);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostIterations) this.#endOf(oldest);
    return texts;
  }

  #endOf(iteration: number | undefined): void {
    this.#pause(this.#texts.get(iteration)?.values() ?? []);
    this.#texts.delete(iteration);
  }

  #pause(texts: Iterable<string>): void {
    for (const id of texts) {
      const item = this.#growing.delete(id) ? this.#items.find(id) : undefined;
      if (item?.kind === "text") this.#items.replace({ ...item, growing: false });
    }
  }
}
