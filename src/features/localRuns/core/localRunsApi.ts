import { asApiError } from "#api/asApiError.ts";
import type {
  CallOptions,
  ListRunsOptions,
  ListRunsQuery,
  Page,
  PageQuery,
  RunEventStream,
  RunsApi,
  StreamOptions,
} from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import { parseTime } from "#model/isoTime.ts";
import { compareTimes } from "#model/runOrder.ts";
import { isTerminal } from "#model/status.ts";
import type { LocalRuns } from "./localRuns.ts";

/** The number of runs that the Runs API has on a page. */
const defaultPageSize = 25;
/** Number of events that are read at once while a run is followed. */
const maxEventsAtOnce = 200;

/**
 * The runs of this machine's programs as those of an app. They can only be read: a program is started, answered and
 * canceled where it runs.
 */
export class LocalRunsApi implements RunsApi {
  readonly #runs: LocalRuns;
  readonly #closed = new AbortController();

  constructor(runs: LocalRuns) {
    this.#runs = runs;
  }

  async listRuns(query: ListRunsQuery = {}, { signal, onServerTime }: ListRunsOptions = {}): Promise<Page<Run>> {
    const { status = [], user_id: user, session_id: session, sort } = query;
    const statuses = [status].flat();
    const runs = await this.#try(this.#runs.list(), signal);
    onServerTime?.(Date.now());
    const found = runs.filter(
      (run) =>
        (statuses.length === 0 || statuses.includes(run.status)) &&
        (user === undefined || run.user_id === user) &&
        (session === undefined || run.session_id === session),
    );
    return pageOf(found.sort(inOrder(sort)), query);
  }

  async getRun(id: string, { signal }: CallOptions = {}): Promise<Run> {
    const run = await this.#try(this.#runs.get(id), signal);
    if (!run) throw goneError();
    return run;
  }

  async listEvents(id: string, query: PageQuery = {}, { signal }: CallOptions = {}): Promise<Page<RunEvent>> {
    const { page = 1, page_size: size = defaultPageSize } = query;
    const part = await this.#try(this.#runs.events(id, { skip: (page - 1) * size, limit: size }), signal);
    if (!part) throw goneError();
    return { data: part.events, pagination: paginationOf(page, size, part.total) };
  }

  streamRun(id: string, { afterSequence = 0, signal }: StreamOptions = {}): RunEventStream {
    return this.#follow(id, afterSequence, signal);
  }

  /**
   * The events so far, and then those of each post. What a trace knows only later, as a call that a hook blocked, comes
   * after what was seen; in its place it is when the run is opened again. A program may be silent for as long as it
   * likes: only a post ends its run.
   */
  async *#follow(id: string, after: number, signal: AbortSignal | undefined): AsyncGenerator<RunEvent[]> {
    let wake = (): void => undefined;
    const changes = this.#runs.onDidChange(({ changed, removed }) => {
      if (removed.includes(id) || changed.some((run) => run.id === id)) wake();
    });
    const ended = linkSignals([this.#closed.signal, signal]);
    ended.signal.addEventListener("abort", () => wake());
    try {
      const seen = new SeenEvents(id);
      for (let sequence = after; ;) {
        const change = new Promise<void>((resolve) => (wake = resolve));
        const run = await this.getRun(id, { signal });
        const events = await this.#allEvents(id, signal);
        seen.note(events.slice(0, sequence));
        sequence = 0;
        const newEvents = seen.take(events);
        yield newEvents;
        if (isTerminal(run.status)) return;
        await change;
        this.#check(signal);
      }
    } finally {
      changes.dispose();
      ended.release();
    }
  }

  /** All events of one version of a trace: if another post came between two parts, all are read at once. */
  async #allEvents(id: string, signal: AbortSignal | undefined, limit = maxEventsAtOnce): Promise<RunEvent[]> {
    const all: RunEvent[] = [];
    let total: number | undefined;
    for (;;) {
      const part = await this.#try(this.#runs.events(id, { skip: all.length, limit }), signal);
      if (!part) throw goneError();
      total ??= part.total;
      if (part.total !== total) return this.#allEvents(id, signal, Infinity);
      all.push(...part.events);
      if (part.events.length === 0 || all.length >= total) return all;
    }
  }

  async createRun(): Promise<Run> {
    throw readOnly("started");
  }

  createRunStreaming(): RunEventStream {
    throw readOnly("started");
  }

  async cancelRun(): Promise<void> {
    throw readOnly("canceled");
  }

  async answerInputRequest(): Promise<void> {
    throw readOnly("answered");
  }

  async uploadFile(): Promise<never> {
    throw new ApiError({ kind: "invalid", message: "Local runs have no uploads." });
  }

  readonly readRequirements = noAccounts;
  readonly listRequirements = noAccounts;
  readonly createConnectUrl = noAccounts;

  async close(): Promise<void> {
    this.#closed.abort();
  }

  async #try<T>(reading: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      const value = await reading;
      this.#check(signal);
      return value;
    } catch (error) {
      throw asApiError(error);
    }
  }

  #check(signal: AbortSignal | undefined): void {
    if (signal?.aborted || this.#closed.signal.aborted) throw new ApiError({ kind: "aborted", message: "Canceled." });
  }
}

async function noAccounts(): Promise<never> {
  throw goneError("Local runs have no accounts to connect.");
}

function readOnly(act: string): ApiError {
  return new ApiError({
    kind: "invalid",
    message: `Local runs can't be ${act} from here, only where their program runs.`,
  });
}

/** The error for a run that isn't kept, with the Runs API's code for what an app doesn't have. */
function goneError(message = "This local run no longer exists."): ApiError {
  return new ApiError({ kind: "not-found", status: 404, code: "not_found", message });
}

function pageOf(runs: readonly Run[], { page = 1, page_size: size = defaultPageSize }: PageQuery): Page<Run> {
  const data = runs.slice((page - 1) * size, page * size);
  return { data, pagination: paginationOf(page, size, runs.length) };
}

function paginationOf(page: number, size: number, total: number): Page<Run>["pagination"] {
  return { page, page_size: size, page_count: Math.ceil(total / size), total_count: total };
}

/** The newest first, unless the query has another order. A run without the time counts as the latest. */
function inOrder(sort = "-started_at"): (a: Run, b: Run) => number {
  const field = sort.replace(/^-/, "") === "ended_at" ? "ended_at" : "started_at";
  const sign = sort.startsWith("-") ? -1 : 1;
  return (a, b) => sign * compareTimes(parseTime(a[field]), parseTime(b[field])) || (a.id < b.id ? -1 : 1);
}

/** The events of a run that were streamed, by what they say: their positions change while the trace grows. */
class SeenEvents {
  readonly #run: string;
  readonly #counts = new Map<string, number>();
  #last = 0;

  constructor(run: string) {
    this.#run = run;
  }

  /** Notes events that the reader has already. */
  note(events: readonly RunEvent[]): void {
    for (const event of events) this.#count(saidBy(event));
  }

  /** Takes all events so far. @returns those that are new */
  take(events: readonly RunEvent[]): RunEvent[] {
    const left = new Map(this.#counts);
    const newEvents = events.filter((event) => {
      const text = saidBy(event);
      const count = left.get(text) ?? 0;
      left.set(text, count - 1);
      return count <= 0;
    });
    return newEvents.map((event) => {
      const sequence = this.#count(saidBy(event));
      return sequence === event.sequence ? event : { ...event, sequence, id: `${this.#run}:later:${sequence}` };
    });
  }

  #count(said: string): number {
    this.#counts.set(said, (this.#counts.get(said) ?? 0) + 1);
    return ++this.#last;
  }
}

function saidBy({ type, timestamp, data }: RunEvent): string {
  return JSON.stringify([type, timestamp, data]);
}
