import { type Dispatcher, errors } from "undici";
import type { ApiError } from "#api/errors.ts";
import type { RequestLogEntry } from "#api/log/requestLog.ts";
import type { LinkedSignal } from "#base/linkedSignal.ts";
import { slowResponse, toApiError, withUnknownOutcome } from "./failure.ts";
import type { HttpRequest } from "./httpRequest.ts";
import type { Redact } from "./redact.ts";

interface ExchangeOptions {
  request: HttpRequest;
  host: string;
  link: LinkedSignal;
  redact: Redact;
  onEnd: ((entry: RequestLogEntry) => void) | undefined;
}

/**
 * One HTTP request from start to end: its signal, its figures, and its line in the log. It watches how much has been
 * sent, because that decides whether the request may have taken effect.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #startedAt = performance.now();
  /** A connection is open, and the request begins to leave. */
  #started = false;
  /** The whole request was handed to the socket. */
  #complete = false;
  /** Bytes of the body that the socket has taken. */
  #sent = 0;
  /** When the request last made progress, by `performance.now()`. */
  #movedAt = 0;
  #status: number | undefined;
  #requestId: string | undefined;
  #received = 0;
  #ended = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.link.signal;
  }

  /** The method and the path without its query, for messages. */
  get name(): string {
    const { method, path } = this.#options.request;
    return `${method} ${path.split("?")[0]}`;
  }

  /** Milliseconds; 0 for no limit. */
  get idleLimit(): number {
    return this.#options.request.limits.idle;
  }

  tooSlow(wasSilent: boolean): ApiError {
    return slowResponse(this.#options.host, wasSilent);
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
    const { request, host, redact } = this.#options;
    const responded = this.#status !== undefined;
    const facts = { host, aborted: this.signal.aborted, started: this.#started, responded, redact };
    const failure = toApiError(error, facts);
    this.end(failure);
    return request.method === "POST" && this.#complete && !responded ? withUnknownOutcome(failure) : failure;
  }

  end(error?: ApiError): void {
    if (this.#ended) return;
    this.#ended = true;
    const { request, link, redact, onEnd } = this.#options;
    link.release();
    onEnd?.({
      method: request.method,
      path: request.path,
      status: this.#status,
      error: error?.kind,
      ms: performance.now() - this.#startedAt,
      bytesSent: this.#sent,
      bytesReceived: this.#received,
      requestId: this.#requestId === undefined ? undefined : redact(this.#requestId),
    });
  }

  /** The interceptor for `dispatcher.compose`. */
  readonly interceptor: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, this.#watch(handler));

  #watch(inner: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    const { body, onProgress } = this.#options.request;
    return {
      onRequestStart: (controller, context) => {
        this.#started = true;
        this.#movedAt = performance.now();
        inner.onRequestStart?.(controller, context);
      },
      onBodySent: (chunk) => {
        this.#movedAt = performance.now();
        this.#sent += chunk.byteLength;
        if (body) onProgress?.({ sent: this.#sent, total: body.length, isSent: this.#sent >= body.length });
      },
      onRequestSent: () => {
        this.#movedAt = performance.now();
        this.#complete = true;
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
    const { headers } = this.#options.request.limits;
    return headers > 0 && performance.now() - this.#movedAt > headers;
  }
}
