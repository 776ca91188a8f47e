import type { Dispatcher } from "undici";
import { parseBaseUrl } from "#api/baseUrl.ts";
import { ApiError, isApiError } from "#api/errors.ts";
import type { RequestLogEntry } from "#api/log/requestLog.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import { messageOf } from "#base/thrown.ts";
import { type Dispatchers, openDispatchers } from "./dispatchers.ts";
import { errorOfResponse } from "./errorResponse.ts";
import { Exchange } from "./exchange.ts";
import { abortedError } from "./failure.ts";
import type { HttpRequest } from "./httpRequest.ts";
import { HttpResponse } from "./httpResponse.ts";
import type { Environment, NetworkSettings } from "./proxy.ts";
import { type Redact, redactor } from "./redact.ts";

export interface TransportSettings {
  /** The address, as {@link parseBaseUrl} takes it. */
  baseUrl: string;
  /** The key, which is sent to the base URL's origin and nowhere else; left out for a public app. */
  accessKey?: string;
  /** A function is called before each request, so that a change applies to the next one. */
  network?: NetworkSettings | (() => NetworkSettings);
  /** The environment in which `HTTPS_PROXY` and its like are looked up; the process's own by default. */
  environment?: Environment;
  userAgent?: string;
  /** The connection's id, for errors of responses: they reach a person far from the connection that was asked. */
  connectionId?: string;
  /** Called after each HTTP request, also after those that are retried. */
  onRequest?: (entry: RequestLogEntry) => void;
}

const maxErrorBodyBytes = 256 * 1024;

/** Sends requests to one app and to no other host, each exactly once. */
export class Transport {
  /** The origin that requests go to: `https://host`, or `http://` on loopback. */
  readonly origin: string;
  readonly #settings: TransportSettings;
  readonly #redact: Redact;
  readonly #closing = new AbortController();
  #dispatchers: (Dispatchers & { settings: string }) | undefined;

  /** @throws ApiError `invalid` when a key may not be sent to the base URL */
  constructor(settings: TransportSettings) {
    this.origin = readOrigin(settings.baseUrl);
    this.#settings = settings;
    this.#redact = redactor(settings.accessKey);
  }

  /** Aborted by {@link close}. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Sends once. The caller reads the body of a 2xx or discards it. @throws ApiError for any other response */
  async open(request: HttpRequest): Promise<HttpResponse> {
    const link = linkSignals([this.closing, request.signal]);
    const { host } = new URL(this.origin);
    const exchange = new Exchange({ request, host, link, redact: this.#redact, onEnd: this.#settings.onRequest });
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
    const { userAgent = "dynamiq-runs", accessKey } = this.#settings;
    const authorization = accessKey ? { authorization: `Bearer ${accessKey}` } : {};
    const type = body ? { "content-type": body.contentType, "content-length": String(body.length) } : {};
    return dispatcher.compose(exchange.interceptor).request({
      origin: this.origin,
      method,
      path,
      headers: { "user-agent": userAgent, ...authorization, accept, ...type },
      // undici sends any iterable, and waits for the socket after each large chunk. Its types know only some.
      body: (body?.open() ?? null) as Uint8Array | null,
      headersTimeout: limits.headers,
      bodyTimeout: limits.idle,
      signal: exchange.signal,
    });
  }

  #currentDispatchers(): Dispatchers {
    const { network = {}, environment = process.env } = this.#settings;
    const now = typeof network === "function" ? network() : network;
    const settings = JSON.stringify(now);
    const old = this.#dispatchers;
    if (old?.settings === settings) return old;
    const opened = openDispatchers(this.origin, now, environment);
    // The connections of earlier settings are closed after their last request, which fails only if they are already.
    if (old) void Promise.allSettled([old.reads.close(), old.writes.close()]);
    this.#dispatchers = { ...opened, settings };
    return opened;
  }

  async #errorOf({ method, limits }: HttpRequest, response: HttpResponse): Promise<ApiError> {
    return errorOfResponse({
      method,
      status: response.status,
      header: (name) => response.header(name),
      text: await readErrorBody(response, limits.refusal),
      redact: this.#redact,
      connectionId: this.#settings.connectionId,
      now: Date.now(),
      keyless: !this.#settings.accessKey,
    });
  }
}

async function readErrorBody(response: HttpResponse, within: number): Promise<string> {
  try {
    return (await response.text(maxErrorBodyBytes, within)) ?? "";
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
    const message = messageOf(cause);
    throw new ApiError({ kind: "invalid", message, cause });
  }
}
