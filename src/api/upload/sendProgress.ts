import { type Dispatcher, errors } from "undici";

/** Watches how much of one request has been sent, because that decides whether it may have taken effect. */
export class SendWatch {
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
