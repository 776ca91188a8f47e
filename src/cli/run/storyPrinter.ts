import type { StepChange, StoryStep, TextStep } from "../../runs/story/storySteps.ts";
import type { Paint } from "../shell/colors.ts";
import { plainText } from "../shell/plainText.ts";
import { headOf, stepLines } from "./stepLines.ts";

/** A text that may go on. */
interface OpenText {
  step: TextStep;
  /** The text that isn't written yet. */
  rest: string;
}

/**
 * Writes a story while it happens, as lines for a terminal or a log. One text at a time is written piece by piece.
 * Texts of other speakers follow when that text has ended.
 */
export class StoryPrinter {
  readonly #write: (text: string) => void;
  readonly #paint: Paint;
  /** The lines that were written, by their keys. */
  readonly #said = new Set<string>();
  /** How much of each text is known here, in characters. */
  readonly #known = new Map<string, number>();
  /** In the order in which they began; the first one is being written. */
  readonly #open = new Map<string, OpenText>();
  #head: string | undefined;
  /** The text that continues in the current line. */
  #inLine: string | undefined;
  #isLineStart = true;

  constructor(write: (text: string) => void, paint: Paint) {
    this.#write = write;
    this.#paint = paint;
  }

  /** Adds the changes of a story. After a rebuild of the story it adds only what wasn't there before. */
  take(changes: readonly StepChange[]): void {
    for (const change of changes) {
      if (change.kind === "append") this.#grow(change.id, change.text);
      else if (change.step.kind === "text") this.#takeText(change.step);
      else this.#takeStep(change.step);
    }
    this.#flush();
  }

  /** Writes all that is left: nothing more comes. */
  end(): void {
    for (const open of this.#open.values()) open.step = { ...open.step, growing: false };
    this.#flush();
    this.#endLine();
  }

  #grow(id: string, piece: string): void {
    const open = this.#open.get(id);
    if (!open) return;
    open.rest += piece;
    this.#known.set(id, (this.#known.get(id) ?? 0) + piece.length);
  }

  #takeText(step: TextStep): void {
    const { id, text } = step;
    const rest = text.slice(this.#known.get(id) ?? 0);
    this.#known.set(id, text.length);
    const open = this.#open.get(id);
    if (open) Object.assign(open, { step, rest: open.rest + rest });
    else if (rest !== "" || step.growing) this.#open.set(id, { step, rest });
  }

  #takeStep(step: Exclude<StoryStep, TextStep>): void {
    for (const { key, text, look } of stepLines(step)) {
      if (this.#said.has(key)) continue;
      this.#said.add(key);
      // Everything that was said before it has to be written first.
      this.#flush();
      this.#endLine();
      this.#showHead(step);
      const line = plainText(text);
      this.#write(`${look === "plain" ? line : this.#paint(look, line)}\n`);
    }
  }

  #flush(): void {
    for (const [id, { step, rest }] of this.#open) {
      if (rest !== "") this.#say(step, rest);
      this.#open.get(id)!.rest = "";
      if (step.growing) return;
      this.#open.delete(id);
    }
  }

  #say(step: TextStep, piece: string): void {
    if (this.#inLine !== step.id) {
      this.#endLine();
      this.#showHead(step);
      this.#inLine = step.id;
    }
    const text = plainText(piece);
    this.#write(text);
    if (text !== "") this.#isLineStart = text.endsWith("\n");
  }

  #endLine(): void {
    this.#inLine = undefined;
    if (!this.#isLineStart) this.#write("\n");
    this.#isLineStart = true;
  }

  #showHead(step: StoryStep): void {
    const head = headOf(step);
    if (head === undefined || head === this.#head) return;
    this.#head = head;
    this.#write(`\n${this.#paint("bold", plainText(head))}\n`);
  }
}
