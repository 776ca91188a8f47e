import { type Dispatcher, errors } from "undici";
import type { LinkedSignal } from "../../base/linkedSignal.ts";
import type { ApiError } from "../errors.ts";
import type { RequestLogEntry } from "../log/requestLog.ts";
import { slowResponse, toApiError, withUnknownOutcome } from "./failure.ts";
import type { HttpRequest } from "./httpRequest.ts";
import type { Redact } from "./redact.ts";

/** One HTTP request from start to end: its signal, its figures, and its line in the log. */
export class Exchange {
  readonly watch: SendWatch;
  readonly #request: HttpRequest;
  readonly #host: string;
  readonly #link: LinkedSignal;
  readonly #redact: Redact;
  readonly #onEnd: ((entry: RequestLogEntry) => void) | undefined;
  readonly #startedAt = performance.now();
  #status: number | undefined;
  #requestId: string | undefined;
  #received = 0;
  #ended = false;

  constructor(
    request: HttpRequest,
    host: string,
    link: LinkedSignal,
    redact: Redact,
    onEnd: ((entry: RequestLogEntry) => void) | undefined,
  ) {
    const { body, onProgress } = request;
    this.watch = new SendWatch(
      request.limits.headers,
      onProgress && body ? (sent) => onProgress({ sent, total: body.length }) : undefined,
    );
    this.#request = request;
    this.#host = host;
    this.#link = link;
    this.#redact = redact;
    this.#onEnd = onEnd;
  }

  get signal(): AbortSignal {
    return this.#link.signal;
  }

  /** The method and the path without its query, for messages. */
  get name(): string {
    return `${this.#request.method} ${this.#request.path.split("?")[0]}`;
  }

  /** Milliseconds; 0 for no limit. */
  get idleLimit(): number {
    return this.#request.limits.idle;
  }

  tooSlow(wasSilent: boolean): ApiError {
    return slowResponse(this.#host, wasSilent);
  }

  responded(status: number, requestId: string | undefined): void {
    this.#status = status;
    this.#requestId = requestId;
  }

  received(bytes: number): void {
    this.#received += bytes;
  }

  /** Ends with an error. Without a status, a request that was sent completely may have taken effect. */
  fail(error: unknown): ApiError {
    const { started, complete } = this.watch;
    const failure = toApiError(error, {
      host: this.#host,
      aborted: this.signal.aborted,
      started,
      responded: this.#status !== undefined,
      redact: this.#redact,
    });
    this.end(failure);
    const unknown = this.#request.method === "POST" && complete && this.#status === undefined;
    return unknown ? withUnknownOutcome(failure) : failure;
  }

  end(error?: ApiError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#link.release();
    this.#onEnd?.({
      method: this.#request.method,
      path: this.#request.path,
      status: this.#status,
      error: error?.kind,
      ms: performance.now() - this.#startedAt,
      bytesSent: this.watch.sent,
      bytesReceived: this.#received,
      requestId: this.#requestId === undefined ? undefined : this.#redact(this.#requestId),
    });
  }
}

/** Watches how much of one request has been sent, because that decides whether it may have taken effect. */
class SendWatch {
  /** A connection is open, and the request begins to leave. */
  started = false;
  /** The whole request was handed to the socket. */
  complete = false;
  /** Bytes of the body that the socket has taken. */
  sent = 0;
  readonly #headersLimit: number;
  readonly #onSent: ((sent: number) => void) | undefined;
  /** When the request last made progress, by `performance.now()`. */
  #movedAt = 0;

  /** @param headersLimit how long until the response may begin, in milliseconds; 0 for no limit */
  constructor(headersLimit: number, onSent?: (sent: number) => void) {
    this.#headersLimit = headersLimit;
    this.#onSent = onSent;
  }

  /** For `dispatcher.compose`. */
  readonly interceptor: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, this.#wrap(handler));

  #wrap(inner: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller, context) => {
        this.started = true;
        this.#movedAt = performance.now();
        inner.onRequestStart?.(controller, context);
      },
      onBodySent: (chunk) => {
        this.#movedAt = performance.now();
        this.sent += chunk.byteLength;
        this.#onSent?.(this.sent);
      },
      onRequestSent: () => {
        this.#movedAt = performance.now();
        this.complete = true;
      },
      onResponseStart: (controller, status, headers, message) => {
        if (status < 200 && this.#isLate()) controller.abort(new errors.HeadersTimeoutError());
        else inner.onResponseStart?.(controller, status, headers, message);
      },
      onResponseData: (controller, chunk) => inner.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => inner.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => inner.onResponseError?.(controller, error),
    };
  }

  /** undici restarts its own timer with each informational response (1xx). */
  #isLate(): boolean {
    return this.#headersLimit > 0 && performance.now() - this.#movedAt > this.#headersLimit;
  }
}
