import { type PartHeaders, parsePartHeaders } from "./partHeaders.ts";

/** Receives the bytes of one part. They are only valid during the call: copy what has to stay. */
export interface PartSink {
  write(bytes: Uint8Array): void;
  end(): void;
}

/** The body isn't multipart/form-data (RFC 7578). */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
}

type State = "preamble" | "delimiter" | "headers" | "body" | "epilogue";

const maxHeaderBytes = 16 * 1024;
const crlf = "\r\n";

/**
 * Parses multipart/form-data chunk by chunk (RFC 2046, RFC 7578). Besides the current chunk it never holds more than a
 * delimiter or a part's headers.
 */
export class MultipartParser {
  readonly #delimiter: Buffer;
  readonly #openPart: (headers: PartHeaders) => PartSink;
  /** The bytes that aren't parsed yet. The line break makes the first delimiter look like the others. */
  #rest: Buffer = Buffer.from(crlf);
  #state: State = "preamble";
  #sink: PartSink | undefined;

  constructor(boundary: string, openPart: (headers: PartHeaders) => PartSink) {
    this.#delimiter = Buffer.from(`${crlf}--${boundary}`);
    this.#openPart = openPart;
  }

  /** @throws MultipartError */
  push(chunk: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#step()) continue;
    // A view of a few bytes would keep the whole chunk in memory, and the caller may reuse it.
    this.#rest = Buffer.from(this.#rest);
  }

  /** @throws MultipartError when the last delimiter is missing */
  finish(): void {
    if (this.#state !== "epilogue") throw new MultipartError("ends before its last boundary");
  }

  /** Advances by one state; false when more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case "preamble":
      case "body":
        return this.#findDelimiter();
      case "delimiter":
        return this.#readDelimiterLine();
      case "headers":
        return this.#readHeaders();
      case "epilogue":
        this.#rest = Buffer.alloc(0);
        return false;
    }
  }

  #findDelimiter(): boolean {
    const at = this.#rest.indexOf(this.#delimiter);
    const certain = at < 0 ? Math.max(0, this.#rest.length - this.#delimiter.length + 1) : at;
    if (certain > 0) this.#sink?.write(this.#rest.subarray(0, certain));
    this.#rest = this.#rest.subarray(at < 0 ? certain : at + this.#delimiter.length);
    if (at < 0) return false;
    this.#sink?.end();
    this.#sink = undefined;
    this.#state = "delimiter";
    return true;
  }

  /**
   * The rest of a delimiter line: `--` for the last one, otherwise padding and a line break, which stays for the
   * headers.
   */
  #readDelimiterLine(): boolean {
    let at = 0;
    while (this.#rest[at] === 0x20 || this.#rest[at] === 0x09) at++;
    if (at > maxHeaderBytes) throw new MultipartError("has a boundary line without an end");
    if (this.#rest.length < at + 2) return false;
    const next = this.#rest.toString("latin1", at, at + 2);
    if (next !== crlf && !(next === "--" && at === 0)) throw new MultipartError("has a malformed boundary line");
    this.#rest = this.#rest.subarray(at);
    this.#state = next === crlf ? "headers" : "epilogue";
    return true;
  }

  #readHeaders(): boolean {
    const end = this.#rest.indexOf(crlf + crlf);
    if ((end < 0 ? this.#rest.length : end) > maxHeaderBytes) throw new MultipartError("has part headers over 16 KiB");
    if (end < 0) return false;
    const headers = parsePartHeaders(this.#rest.toString("utf8", 0, end));
    if (!headers) throw new MultipartError("has a part without a form-data name");
    this.#sink = this.#openPart(headers);
    this.#rest = this.#rest.subarray(end + 4);
    this.#state = "body";
    return true;
  }
}
