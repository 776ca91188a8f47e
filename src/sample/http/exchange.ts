import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { ApiFailure } from "./apiFailure.ts";

/** One request and its response. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly #onStatus: (status: number) => void;

  /** @param onStatus called with the response's status when its head is written */
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

  /** Writes the head of a response. The caller writes the body. */
  writeHead(status: number, headers: OutgoingHttpHeaders): void {
    this.response.writeHead(status, headers);
    this.#onStatus(status);
  }

  json(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
    const bytes = Buffer.from(JSON.stringify(body));
    this.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "content-length": bytes.length,
      ...headers,
    });
    this.response.end(bytes);
    // The rest of a refused body: a socket with unread bytes is reset, and the client loses the response.
    this.request.resume();
  }

  fail(failure: ApiFailure): void {
    this.json(failure.status, failure.toBody(), failure.headers);
  }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
