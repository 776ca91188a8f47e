import { linkSignals } from "#base/linkedSignal.ts";
import { maxRequestBytes } from "#model/bytes.ts";
import type * as contract from "./contract.ts";
import { ApiError, isApiError } from "./errors.ts";
import { type Clock, systemClock } from "./http/clock.ts";
import { withUnknownOutcome } from "./http/failure.ts";
import type { HttpRequest, TimeLimits } from "./http/httpRequest.ts";
import type { HttpResponse } from "./http/httpResponse.ts";
import { jsonBody, type RequestBody } from "./http/requestBody.ts";
import { retrying } from "./http/retry.ts";
import { Transport, type TransportSettings } from "./http/transport.ts";
import { queryOf, segment } from "./paths.ts";
import { type Expected, readJson } from "./readJson.ts";
import * as schemas from "./schemas.ts";
import { sendInputAnswer } from "./sendInputAnswer.ts";
import { createRun, readRun, type StreamContext } from "./stream/runStream.ts";
import { eventPage, runPage, runResponse } from "./unreadable.ts";
import { multipartBody } from "./upload/multipart.ts";
import { createRunBody } from "./upload/runForm.ts";
import { checkSize } from "./upload/sizeLimit.ts";

export interface RunsClientSettings extends TransportSettings {
  /** In bytes; by default the service's 128 MiB. */
  maxRequestBytes?: number;
  /** How long a stream may be silent, in milliseconds: three missed heartbeats, 45 s, by default. */
  heartbeatTimeout?: number;
  /** How long a response may take; {@link defaultLimits} by default. */
  limits?: CallLimits;
  clock?: Clock;
}

export interface CallLimits {
  read: TimeLimits;
  write: TimeLimits;
}

const refusalTime = 10_000;
const defaultLimits: CallLimits = {
  read: { headers: 30_000, idle: 30_000, refusal: refusalTime },
  /** A request that isn't repeated gets more time: giving up early would leave its effect unknown. */
  write: { headers: 60_000, idle: 30_000, refusal: refusalTime },
};
/** The limits for a run whose end the caller waits for. */
const noLimits = { headers: 0, idle: 0 };

/** The Runs API of one app. Reads are retried after a temporary failure. A request with side effects is sent once. */
export class RunsClient implements contract.RunsApi {
  readonly #transport: Transport;
  readonly #maxRequestBytes: number;
  readonly #heartbeatTimeout: number;
  readonly #limits: CallLimits;
  readonly #clock: Clock;

  /** @throws ApiError `invalid` when a key may not be sent to the base URL */
  constructor(settings: RunsClientSettings) {
    this.#transport = new Transport(settings);
    this.#maxRequestBytes = settings.maxRequestBytes ?? maxRequestBytes;
    this.#heartbeatTimeout = settings.heartbeatTimeout ?? 45_000;
    this.#limits = settings.limits ?? defaultLimits;
    this.#clock = settings.clock ?? systemClock;
  }

  async listRuns(
    { status, user_id, session_id, page, page_size, sort }: contract.ListRunsQuery = {},
    { onServerTime, ...options }: contract.ListRunsOptions = {},
  ): Promise<contract.Page<schemas.Run>> {
    const query = queryOf({ status, user_id, session_id, page, page_size, sort });
    return this.#read(`/v1/runs${query}`, runPage, options, (response) => {
      const time = Date.parse(response.header("date") ?? "");
      if (!Number.isNaN(time)) onServerTime?.(time);
    });
  }

  async getRun(id: string, options: contract.CallOptions = {}): Promise<schemas.Run> {
    return (await this.#read(`/v1/runs/${segment(id)}`, runResponse, options)).data;
  }

  async listEvents(
    id: string,
    { page, page_size, sort }: contract.PageQuery = {},
    options: contract.CallOptions = {},
  ): Promise<contract.Page<schemas.RunEvent>> {
    const path = `/v1/runs/${segment(id)}/events${queryOf({ page, page_size, sort })}`;
    return this.#read(path, eventPage, options);
  }

  async createRun(request: contract.CreateRunRequest, options: contract.CreateRunOptions): Promise<schemas.Run> {
    const { write } = this.#limits;
    const limits = options.mode === "wait" ? { ...write, ...noLimits } : write;
    const create = this.#createRequest(request, options.mode, options, limits);
    return (await this.#write(create, runResponse)).data;
  }

  createRunStreaming(
    request: contract.CreateRunRequest,
    options: contract.CreateStreamOptions = {},
  ): contract.RunEventStream {
    return createRun(this.#streamContext(options), () =>
      this.#createRequest(request, "stream", options, this.#limits.write),
    );
  }

  streamRun(id: string, options: contract.StreamOptions = {}): contract.RunEventStream {
    return readRun(this.#streamContext(options), id, options.afterSequence);
  }

  async cancelRun(id: string, { signal }: contract.CallOptions = {}): Promise<void> {
    await this.#post(`/v1/runs/${segment(id)}/cancel`, undefined, schemas.messageResponseSchema, { signal });
  }

  async answerInputRequest(
    id: string,
    answer: contract.InputAnswer,
    { signal }: contract.CallOptions = {},
  ): Promise<void> {
    const path = `/v1/runs/${segment(id)}/input`;
    await sendInputAnswer(answer, async (sent) => {
      await this.#post(path, jsonBody(sent), schemas.messageResponseSchema, { signal });
    });
  }

  async uploadFile(file: contract.FileSource, options: contract.UploadOptions = {}): Promise<schemas.UploadedFile> {
    const body = multipartBody([{ name: "file", file }]);
    checkSize(body.length, [file], this.#maxRequestBytes);
    return (await this.#post("/v1/files", body, schemas.fileResponseSchema, options)).data;
  }

  async readRequirements(userId: string, options: contract.CallOptions = {}): Promise<schemas.RequirementStatus> {
    return this.#read(
      `/v1/requirements/status${queryOf({ user_id: userId })}`,
      schemas.requirementStatusSchema,
      options,
    );
  }

  async listRequirements(options: contract.CallOptions = {}): Promise<unknown[]> {
    const list = await this.#read("/v1/requirements", schemas.requirementListSchema, options);
    if (Array.isArray(list)) return list;
    return "requirements" in list ? list.requirements : list.data;
  }

  async createConnectUrl(userId: string, { signal }: contract.CallOptions = {}): Promise<string> {
    const body = jsonBody({ user_id: userId });
    const token = await this.#post("/v1/connect/tokens", body, schemas.connectTokenSchema, { signal });
    return connectUrl(token, this.#transport.origin);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #createRequest(
    request: contract.CreateRunRequest,
    mode: contract.RunMode,
    { files = [], signal, onProgress }: contract.CreateStreamOptions,
    limits: TimeLimits,
  ): HttpRequest {
    const body = createRunBody(request, mode, files);
    checkSize(body.length, files, this.#maxRequestBytes);
    return { method: "POST", path: "/v1/runs", body, limits, signal, onProgress };
  }

  #streamContext({ signal }: contract.CallOptions): StreamContext {
    return {
      transport: this.#transport,
      heartbeatTimeout: this.#heartbeatTimeout,
      limits: this.#limits.read,
      signal,
    };
  }

  async #read<T>(
    path: string,
    expected: Expected<T>,
    { signal, onRetry }: contract.CallOptions,
    onResponse?: (response: HttpResponse) => void,
  ): Promise<T> {
    const link = linkSignals([this.#transport.closing, signal]);
    const request: HttpRequest = { method: "GET", path, limits: this.#limits.read, signal: link.signal };
    const read = async (): Promise<T> => {
      const response = await this.#transport.open(request);
      onResponse?.(response);
      return readJson(response, expected);
    };
    try {
      return await retrying(read, this.#clock, link.signal, onRetry);
    } finally {
      link.release();
    }
  }

  #post<T>(
    path: string,
    body: RequestBody | undefined,
    expected: Expected<T>,
    { signal, onProgress }: contract.UploadOptions,
  ): Promise<T> {
    const limits = this.#limits.write;
    return this.#write({ method: "POST", path, body, limits, signal, onProgress }, expected);
  }

  async #write<T>(request: HttpRequest, expected: Expected<T>): Promise<T> {
    const response = await this.#transport.open(request);
    try {
      return await readJson(response, expected);
    } catch (error) {
      // The app reported success, but its response was lost or can't be read, so the result is unknown.
      throw isApiError(error) ? withUnknownOutcome(error) : error;
    }
  }
}

/**
 * Checks the address of the Connect Page, which no error repeats: it holds a token. @throws ApiError unless it is safe
 */
function connectUrl({ url }: { url: string }, origin: string): string {
  const parsed = URL.parse(url);
  const isSafe = parsed?.protocol === "https:" || parsed?.origin === origin;
  if (isSafe && parsed?.username === "" && parsed.password === "") return url;
  const why = "it must be https, without a user name or password";
  throw new ApiError({ kind: "protocol", message: `The app sent an unsafe Connect Page address: ${why}.` });
}
