import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { ApiFailure } from "./failure.ts";

/** How long the rest of a refused body is read, in milliseconds, so that the client gets to see the answer. */
const drainTime = 2_000;

/** One request and its answer. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly #onStatus: (status: number) => void;

  /** @param onStatus hears the status of the answer when its head is written */
  constructor(request: IncomingMessage, response: ServerResponse, onStatus: (status: number) => void) {
    this.#onStatus = onStatus;
    this.request = request;
    this.response = response;
    this.method = request.method ?? "GET";
    const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
    this.path = path;
    this.query = new URLSearchParams(query);
  }

  /** The type of the body without its parameters, in lower case. */
  get contentType(): string {
    const [type = ""] = splitOnce(this.request.headers["content-type"] ?? "", ";");
    return type.trim().toLowerCase();
  }

  /** Writes the head of an answer; the body is up to the caller. */
  writeHead(status: number, headers: OutgoingHttpHeaders): void {
    this.response.writeHead(status, headers);
    this.#onStatus(status);
  }

  json(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
    const bytes = Buffer.from(JSON.stringify(body));
    const unread = this.#hasUnreadBody();
    this.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "content-length": bytes.length,
      ...(unread ? { connection: "close" } : {}),
      ...headers,
    });
    if (unread) this.#drainBeforeEnd(bytes);
    else this.response.end(bytes);
  }

  /** A page without scripts and without anything from elsewhere; its address is told to nobody. */
  html(status: number, text: string): void {
    const bytes = Buffer.from(text);
    this.writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-length": bytes.length,
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
    this.response.end(bytes);
  }

  fail(failure: ApiFailure): void {
    this.json(failure.status, failure.toBody(), failure.headers);
  }

  #hasUnreadBody(): boolean {
    const { headers, complete } = this.request;
    const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
    return hasBody && !complete;
  }

  /** Closing a socket with unread bytes resets it, and the client loses the answer: read on for a while, then close. */
  #drainBeforeEnd(bytes: Buffer): void {
    this.response.write(bytes);
    const giveUp = setTimeout(() => this.request.destroy(), drainTime);
    const end = (): void => {
      clearTimeout(giveUp);
      this.response.end();
    };
    this.request.once("end", end);
    this.request.once("close", end);
    this.request.resume();
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
