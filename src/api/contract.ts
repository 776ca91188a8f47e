import type { ApiError } from "./errors.ts";
import type { Pagination, RequirementStatus, Run, RunEvent, UploadedFile } from "./schemas.ts";

/** The calls of the Runs API on one app. Everything throws `ApiError` and nothing else. */
export interface RunsApi {
  listRuns(query?: ListRunsQuery, options?: ListRunsOptions): Promise<Page<Run>>;
  getRun(id: string, options?: CallOptions): Promise<Run>;
  /** Creates a run, sent once. `background` returns a `created` run at once, `wait` one that is terminal. */
  createRun(request: CreateRunRequest, options: CreateRunOptions): Promise<Run>;
  /** Creates a run, sent once: when the iteration starts. A break before `run.started` throws with `outcomeUnknown`. */
  createRunStreaming(request: CreateRunRequest, options?: CreateStreamOptions): RunEventStream;
  /**
   * A run's events after `afterSequence`, perhaps with duplicates. Throws when the connection closes before a terminal
   * event. A run without one never ends its streams, so callers also read the run.
   */
  streamRun(id: string, options?: StreamOptions): RunEventStream;
  listEvents(id: string, query?: PageQuery, options?: CallOptions): Promise<Page<RunEvent>>;
  /** Cancels a run. Sent once. Does nothing to a run that is terminal already. */
  cancelRun(id: string, options?: CallOptions): Promise<void>;
  /** Sent once. An approval whose field names the app refuses is sent with others: see `api/sendInputAnswer.ts`. */
  answerInputRequest(id: string, answer: InputAnswer, options?: CallOptions): Promise<void>;
  /** Uploads a file. Sent once. */
  uploadFile(file: FileSource, options?: UploadOptions): Promise<UploadedFile>;
  /** Which accounts a user still has to link before a run of theirs can work. Apps without such accounts return 404. */
  readRequirements(userId: string, options?: CallOptions): Promise<RequirementStatus>;
  /** What the app needs of each user; not every app has this call. */
  listRequirements(options?: CallOptions): Promise<unknown[]>;
  /** A new address of the page to link accounts. It holds a token: open it, and never store or show it. Sent once. */
  createConnectUrl(userId: string, options?: CallOptions): Promise<string>;
  /** Ends every connection and every call that is under way. */
  close(): Promise<void>;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Called when a read has failed and is sent again: with the failure, and in how many milliseconds. */
  onRetry?: (error: ApiError, wait: number) => void;
}

export interface ListRunsOptions extends CallOptions {
  /** Called with the app's own clock, in milliseconds since the epoch, when a response gives it. */
  onServerTime?: (time: number) => void;
}

export interface UploadOptions extends CallOptions {
  onProgress?: (progress: UploadProgress) => void;
}

/** How many bytes of the request's body the socket has taken, and how many there are. */
export interface UploadProgress {
  sent: number;
  total: number;
  /** Whether nothing is left to send, so that the app's response is awaited. */
  isSent?: boolean;
}

export interface CreateRunOptions extends UploadOptions {
  mode: "wait" | "background";
  files?: readonly FileSource[];
}

export interface StreamOptions extends CallOptions {
  /** The last sequence already seen; leave it out to start from the beginning. */
  afterSequence?: number;
}

export interface CreateStreamOptions extends UploadOptions {
  files?: readonly FileSource[];
}

/**
 * Events in batches as they arrived. The first batch is empty: it says that the app has accepted the request. Leaving
 * the loop aborts the stream. It can be iterated once.
 */
export type RunEventStream = AsyncIterable<RunEvent[]>;

/** The wire's own parameter names. */
export interface PageQuery {
  /** The number of the page, from 1. */
  page?: number;
  page_size?: number;
  /** Comma-separated fields, `-` for descending: `-started_at`. */
  sort?: string;
}

export interface ListRunsQuery extends PageQuery {
  status?: string | readonly string[];
  user_id?: string;
  session_id?: string;
}

export interface Page<T> {
  data: T[];
  pagination: Pagination;
}

/** How a run is created: stream its events, return at once, or return at the run's end. */
export type RunMode = "stream" | "background" | "wait";

/** The body of `POST /v1/runs` without its mode flags. */
export interface CreateRunRequest {
  input: unknown;
  user_id?: string;
  session_id?: string;
  file_ids?: readonly string[];
}

/** A file to send: read from the start by each `open()`, `size` bytes long, never held whole in memory. */
export interface FileSource {
  /** The file's name without folders. */
  name: string;
  /** In bytes. */
  size: number;
  mimeType?: string;
  /** Absolute, of one that is on disk. */
  path?: string;
  /** Stays the same as long as the file wasn't replaced or written to, as far as the disk can tell. */
  version?: string;
  /** Opens the file again in its current version. */
  reopen?: () => Promise<FileSource>;
  /** The chunks in order. Each is valid until the next one is requested: the source may reuse its buffer. */
  open(): AsyncIterable<Uint8Array>;
}

export interface QuestionAnswer {
  question_id: string;
  selected: readonly string[];
  custom_text?: string;
}

export type InputAnswer =
  | {
      type: "human_feedback";
      request_id: string;
      feedback: string;
      answers?: readonly QuestionAnswer[];
    }
  | {
      type: "approval";
      request_id: string;
      approved: boolean;
      params?: Record<string, unknown>;
      feedback?: string;
    };
