import { ownText } from "../../base/text/ownText.ts";

/** So many characters become one piece. */
const pieceLength = 16_384;

/**
 * A text that grows by small pieces. JavaScript remembers each piece of a text until somebody reads it, which takes
 * more memory than the text when a model writes it word by word: here the pieces become one from time to time.
 */
export class LongText {
  #whole: string;
  #end = "";

  constructor(text = "") {
    this.#whole = text;
  }

  get text(): string {
    return this.#whole + this.#end;
  }

  add(piece: string): void {
    this.#end += piece;
    if (this.#end.length < pieceLength) return;
    this.#whole += ownText(this.#end);
    this.#end = "";
  }
}
