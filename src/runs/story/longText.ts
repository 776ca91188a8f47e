import { ownText } from "../../base/text/ownText.ts";

/** How many characters become one piece. */
const pieceLength = 16_384;

/**
 * A text that grows by small pieces. JavaScript keeps each piece until somebody reads the text, which takes more memory
 * than the text when a model writes it word by word. Here the pieces are joined from time to time.
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
