import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { ApiFailure } from "./apiFailure.ts";

/** One request and its response. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.method = request.method ?? "GET";
    const [path = "/", ...query] = (request.url ?? "/").split("?");
    this.path = path;
    this.query = new URLSearchParams(query.join("?"));
  }

  /** The type of the body without its parameters, in lower case. */
  get contentType(): string {
    const [type = ""] = (this.request.headers["content-type"] ?? "").split(";");
    return type.trim().toLowerCase();
  }

  json(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
    const bytes = Buffer.from(JSON.stringify(body));
    const type = "application/json; charset=utf-8";
    this.response.writeHead(status, { "content-type": type, "content-length": bytes.length, ...headers }).end(bytes);
    // The rest of a refused body: a socket with unread bytes is reset, and the client loses the response.
    this.request.resume();
  }

  fail(failure: ApiFailure): void {
    this.json(failure.status, failure.toBody(), failure.headers);
  }
}
