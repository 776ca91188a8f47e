/** A part of an export, as soon as its last byte is known. */
export type ExportPart =
  /** The fields before the runs, as an export without runs. */
  | { kind: "head"; text: string }
  /** A run's fields before its events, with an empty list of events. */
  | { kind: "run"; text: string }
  | { kind: "event"; bytes: Uint8Array; containers: number }
  /** The run is over. */
  | { kind: "end" };

/** Where the scanner is. Each list of an export is in an object, whose fields before the list are known by then. */
type Section = "before" | "head" | "runs" | "run" | "events" | "event" | "after events" | "after runs" | "after all";

/** The section that an object opens. */
const openedSections: Partial<Record<Section, Section>> = { before: "head", runs: "run", events: "event" };

const code = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;
/** In characters: a longer key is neither `runs` nor `events`. */
const maxKeyLength = 8;
/** In bytes: a file with more before its runs is another one. */
const maxHeadBytes = 4 * 1024 * 1024;

/** The bytes aren't those of an export. The message ends a sentence. */
export class ScanError extends Error {
  override readonly name = "ScanError";
}

/**
 * Takes the bytes of an export apart without holding more than one run's fields or one event, so that a file may be longer
 * than a text can be. Only the structure is looked at: bytes of UTF-8 beyond ASCII are never a bracket or a quote.
 */
export class ExportScanner {
  #section: Section = "before";
  /** The open lists and objects. */
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** The last text of the object whose list may follow: its key, if a list follows. */
  #key = "";
  /** The lists and objects of the current part. */
  #containers = 0;
  /** The bytes of the current part that were in earlier chunks. */
  #collected: Uint8Array[] = [];

  /** Whether the export was read to its end. */
  get isComplete(): boolean {
    return this.#section === "after all";
  }

  /** @param chunk stays unchanged: parts refer to it @throws ScanError */
  *take(chunk: Uint8Array): Generator<ExportPart> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.#isInString) {
        this.#takeString(byte);
        continue;
      }
      if (byte === code.quote) {
        this.#refuseText();
        this.#isInString = true;
        this.#key = "";
      } else if (byte === code.openBrace || byte === code.openBracket) {
        if (this.#beginsPart(byte)) {
          from = at;
          this.#containers = 0;
        }
        this.#containers++;
        this.#depth++;
        if (byte === code.openBracket && this.#isOwnList()) yield this.#headOrRun(chunk.subarray(from, at + 1));
      } else if (byte === code.closeBrace || byte === code.closeBracket) {
        this.#depth--;
        const part = this.#ends(chunk, from, at + 1);
        if (part) yield part;
      } else if (byte > 0x20 && byte !== code.comma) this.#refuseText();
    }
    if (this.#section === "head" && chunk.length - from + this.#collectedBytes > maxHeadBytes) {
      throw new ScanError("it has no list of runs");
    }
    if (this.#section === "head" || this.#section === "run" || this.#section === "event") {
      this.#collected.push(chunk.subarray(from));
    }
  }

  get #collectedBytes(): number {
    return this.#collected.reduce((sum, { length }) => sum + length, 0);
  }

  #takeString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === code.backslash) this.#isEscaped = true;
    else if (byte === code.quote) this.#isInString = false;
    else if (this.#key.length < maxKeyLength && this.#section !== "event") this.#key += String.fromCharCode(byte);
  }

  /** The lists of runs and events have nothing but objects. */
  #refuseText(): void {
    if (this.#section !== "runs" && this.#section !== "events") return;
    throw new ScanError("it has a value where a run or an event should be");
  }

  #beginsPart(byte: number): boolean {
    const next = openedSections[this.#section];
    if (next === undefined) return false;
    if (byte !== code.openBrace) throw new ScanError("it has a list where an object should be");
    this.#section = next;
    return true;
  }

  /** Whether the list that has just begun is the one of the current object. */
  #isOwnList(): boolean {
    if (this.#section === "head") return this.#depth === 2 && this.#key === "runs";
    return this.#section === "run" && this.#depth === 4 && this.#key === "events";
  }

  #headOrRun(last: Uint8Array): ExportPart {
    const text = `${textOf(this.#take(last))}]}`;
    const kind = this.#section === "head" ? "head" : "run";
    this.#section = kind === "head" ? "runs" : "events";
    return { kind, text };
  }

  /** @returns what a bracket has ended */
  #ends(chunk: Uint8Array, from: number, to: number): ExportPart | undefined {
    const section = this.#section;
    const depth = this.#depth;
    if (section === "event" && depth === 4) {
      this.#section = "events";
      return { kind: "event", bytes: this.#take(chunk.subarray(from, to)), containers: this.#containers };
    }
    if (section === "after events" && depth === 2) {
      this.#section = "runs";
      return { kind: "end" };
    }
    if (section === "events") this.#section = "after events";
    if (section === "runs") this.#section = "after runs";
    if (section === "after runs" && depth === 0) this.#section = "after all";
    if (section === "head" && depth === 0) throw new ScanError("it has no list of runs");
    if (section === "run" && depth === 2) throw new ScanError("a run has no list of events");
    return undefined;
  }

  #take(last: Uint8Array): Uint8Array {
    const whole = this.#collected.length === 0 ? last : Buffer.concat([...this.#collected, last]);
    this.#collected = [];
    return whole;
  }
}

/** @throws ScanError for a text that is too long */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder().decode(bytes);
  } catch (cause) {
    throw new ScanError("the fields of a run or an event are over 512 MiB", { cause });
  }
}
