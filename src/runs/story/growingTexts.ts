import { LongText } from "./longText.ts";
import type { StepList } from "./stepList.ts";
import type { StepPosition } from "./storySteps.ts";

/** How many of the newest iterations keep track of texts that may continue. */
const mostIterations = 1_000;

/** The texts of a story that may go on, joined from their pieces. */
export class GrowingTexts {
  readonly #steps: StepList;
  /** Ids of texts that may go on, by their iteration and object. */
  readonly #texts = new Map<number | undefined, Map<string, string>>();
  readonly #growing = new Map<string, LongText>();

  constructor(steps: StepList) {
    this.#steps = steps;
  }

  /** A piece of the text of this object in its iteration, or of a new one. */
  add(place: StepPosition, object: string, piece: string): void {
    const texts = this.#textsOf(place.iteration);
    const step = this.#steps.find(texts.get(object));
    if (step?.kind === "text") {
      const text = this.#growing.get(step.id) ?? new LongText(step.text);
      text.add(piece);
      this.#growing.set(step.id, text);
      const grown = { ...step, text: text.text, growing: true, until: place.at };
      this.#steps.replace(grown, step.growing ? piece : undefined);
      return;
    }
    const text = new LongText();
    text.add(piece);
    texts.set(object, place.id);
    this.#growing.set(place.id, text);
    this.#steps.add({ ...place, kind: "text", object, text: text.text, growing: true, until: place.at });
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
      const step = this.#growing.delete(id) ? this.#steps.find(id) : undefined;
      if (step?.kind === "text") this.#steps.replace({ ...step, growing: false });
    }
  }
}
