import type { Dispatcher } from "undici";
import { linkSignals } from "../../base/linkedSignal.ts";
import { parseBaseUrl } from "../baseUrl.ts";
import { ApiError, isApiError } from "../errors.ts";
import type { RequestLogEntry } from "../log/requestLog.ts";
import { type Dispatchers, openDispatchers } from "./dispatchers.ts";
import { errorOfResponse } from "./errorResponse.ts";
import { Exchange } from "./exchange.ts";
import { abortedError } from "./failure.ts";
import type { HttpRequest } from "./httpRequest.ts";
import { HttpResponse } from "./httpResponse.ts";
import type { Environment, NetworkSettings } from "./proxy.ts";
import { type Redact, redactor } from "./redact.ts";
import type { RequestBody } from "./requestBody.ts";

export interface TransportSettings {
  /** As {@link parseBaseUrl} takes it. */
  baseUrl: string;
  /** Sent to the base URL's origin and nowhere else; left out for a public app. */
  accessKey?: string;
  /** A function is called before each request, so that a change applies to the next one. */
  network?: NetworkSettings | (() => NetworkSettings);
  /** Where `HTTPS_PROXY` and its like are looked up; the process's own by default. */
  environment?: Environment;
  userAgent?: string;
  /** Whose key it is, for errors of responses: an error reaches a person far from the connection that was asked. */
  connectionId?: string;
  /** Called after each HTTP request, also after those that are retried. */
  onRequest?: (entry: RequestLogEntry) => void;
}

const longestErrorBody = 256 * 1024;

/** Sends requests to one app and to no other host, each exactly once. */
export class Transport {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #network: () => NetworkSettings;
  readonly #environment: Environment;
  readonly #keyless: boolean;
  readonly #redact: Redact;
  readonly #connectionId: string | undefined;
  readonly #onRequest: ((entry: RequestLogEntry) => void) | undefined;
  readonly #closing = new AbortController();
  #dispatchers: (Dispatchers & { settings: string }) | undefined;

  /** @throws ApiError `invalid` when a key may not be sent to the base URL */
  constructor(settings: TransportSettings) {
    const {
      baseUrl,
      accessKey,
      network = {},
      environment = process.env,
      userAgent = "dynamiq-runs",
      connectionId,
      onRequest,
    } = settings;
    this.#origin = readOrigin(baseUrl);
    this.#headers = {
      "user-agent": userAgent,
      ...(accessKey ? { authorization: `Bearer ${accessKey}` } : {}),
    };
    this.#network = typeof network === "function" ? network : () => network;
    this.#environment = environment;
    this.#keyless = !accessKey;
    this.#redact = redactor(accessKey);
    this.#connectionId = connectionId;
    this.#onRequest = onRequest;
  }

  /** Where requests go: `https://host`, or `http://` on loopback. */
  get origin(): string {
    return this.#origin;
  }

  /** Aborted by {@link close}. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Sends once. The caller reads the body of a 2xx or discards it. @throws ApiError for any other response */
  async open(request: HttpRequest): Promise<HttpResponse> {
    const link = linkSignals([this.closing, request.signal]);
    const exchange = new Exchange(request, new URL(this.#origin).host, link, this.#redact, this.#onRequest);
    try {
      if (link.signal.aborted) throw abortedError();
      const response = new HttpResponse(await this.#dispatch(request, exchange), exchange);
      if (response.status >= 200 && response.status < 300) return response;
      throw await this.#errorOf(request, response);
    } catch (error) {
      throw exchange.fail(error);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const dispatchers = this.#dispatchers;
    if (dispatchers) await Promise.all([dispatchers.reads.destroy(), dispatchers.writes.destroy()]);
  }

  #dispatch(request: HttpRequest, exchange: Exchange): Promise<Dispatcher.ResponseData> {
    const { method, path, body, limits, accept = "application/json" } = request;
    const { reads, writes } = this.#currentDispatchers();
    const dispatcher = method === "GET" ? reads : writes;
    return dispatcher.compose(exchange.watch.interceptor).request({
      origin: this.#origin,
      method,
      path,
      headers: { ...this.#headers, accept, ...(body ? headersOf(body) : {}) },
      // undici sends any iterable, and waits for the socket after each large chunk. Its types know only some.
      body: (body?.open() ?? null) as Uint8Array | null,
      headersTimeout: limits.headers,
      bodyTimeout: limits.idle,
      signal: exchange.signal,
    });
  }

  #currentDispatchers(): Dispatchers {
    const network = this.#network();
    const settings = JSON.stringify(network);
    if (this.#dispatchers?.settings === settings) return this.#dispatchers;
    const opened = openDispatchers(this.#origin, network, this.#environment);
    this.#retire();
    this.#dispatchers = { ...opened, settings };
    return opened;
  }

  /** Closes the connections of earlier settings after their last request has ended. */
  #retire(): void {
    const old = this.#dispatchers;
    if (!old) return;
    // It fails only if it is closed already.
    void Promise.allSettled([old.reads.close(), old.writes.close()]);
  }

  async #errorOf({ method, limits }: HttpRequest, response: HttpResponse): Promise<ApiError> {
    return errorOfResponse({
      method,
      status: response.status,
      header: (name) => response.header(name),
      text: await readErrorBody(response, limits.refusal),
      redact: this.#redact,
      connectionId: this.#connectionId,
      now: Date.now(),
      keyless: this.#keyless,
    });
  }
}

async function readErrorBody(response: HttpResponse, within: number): Promise<string> {
  try {
    return (await response.text(longestErrorBody, within)) ?? "";
  } catch (error) {
    if (isApiError(error) && error.kind === "aborted") throw error;
    // The status arrived, and it says more than the broken connection.
    return "";
  }
}

function readOrigin(baseUrl: string): string {
  try {
    return parseBaseUrl(baseUrl);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError({ kind: "invalid", message, cause });
  }
}

function headersOf({ contentType, length }: RequestBody): Record<string, string> {
  return { "content-type": contentType, "content-length": String(length) };
}
