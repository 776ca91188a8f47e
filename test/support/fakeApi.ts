import type { ListRunsOptions, ListRunsQuery, Page, RunEventStream, RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";

/** An API of which only some calls are made; any other call is a bug. */
export function fakeApi(calls: Partial<RunsApi>): RunsApi {
  return new Proxy(calls as RunsApi, {
    get(target, name) {
      // A promise is asked for `then`.
      if (name in target || name === "then") return Reflect.get(target, name) as unknown;
      throw new Error(`${String(name)} was not expected.`);
    },
  });
}

export function failure(kind: ApiErrorKind = "network"): ApiError {
  return new ApiError({ kind, message: `A ${kind} error.` });
}

export function pageOf<T>(items: readonly T[], page: number, size: number): Page<T> {
  const data = structuredClone(items.slice((page - 1) * size, page * size));
  const pages = Math.ceil(items.length / size);
  return { data, pagination: { page, page_size: size, page_count: pages, total_count: items.length } };
}

export function aRun(id: string, status: string, startedAt?: number): Run {
  return { id, status, started_at: startedAt === undefined ? null : new Date(startedAt).toISOString() };
}

/** Lists runs as the service does: filtered, sorted, cut by offset. */
export class FakeRuns {
  readonly runs: Map<string, Run>;
  readonly queries: ListRunsQuery[] = [];
  /** Called before each response. */
  before: (query: ListRunsQuery, options?: ListRunsOptions) => Promise<void> | void = () => undefined;

  constructor(runs = new Map<string, Run>()) {
    this.runs = runs;
  }

  put(...runs: Run[]): void {
    for (const run of runs) this.runs.set(run.id, run);
  }

  readonly api: RunsApi = fakeApi({
    listRuns: async (query = {}, options) => {
      this.queries.push(query);
      await this.before(query, options);
      return pageOf(this.sorted(query), query.page ?? 1, query.page_size ?? 25);
    },
  });

  sorted({ status, user_id: user, session_id: session, sort = "-started_at" }: ListRunsQuery = {}): Run[] {
    const field = sort.replace("-", "") as "started_at" | "ended_at";
    const time = (run: Run): number => (run[field] ? Date.parse(run[field]) : Infinity);
    const sign = sort.startsWith("-") ? 1 : -1;
    const all = [...this.runs.values()];
    // Of equal times, the one that was put last is the newest.
    return (sign > 0 ? all.toReversed() : all)
      .filter((run) => status === undefined || [status].flat().includes(run.status))
      .filter(
        (run) => (user === undefined || run.user_id === user) && (session === undefined || run.session_id === session),
      )
      .map((run) => ({ run, at: time(run) }))
      .sort((a, b) => (a.at === b.at ? 0 : b.at > a.at ? sign : -sign))
      .map(({ run }) => run);
  }
}

/** A stream that is fed by hand. */
export class FakeStream implements RunEventStream {
  #queue: (RunEvent[] | Error | "end")[] = [];
  #wake: (() => void) | undefined;
  #refusal: Error | undefined;
  left = false;

  push(...events: RunEvent[]): void {
    this.#put(events);
  }

  end(): void {
    this.#put("end");
  }

  fail(error: Error): void {
    this.#put(error);
  }

  /** The app doesn't accept the request. */
  refuse(error: Error): void {
    this.#refusal = error;
  }

  /** @param signal as the client does, its abort ends the waiting */
  follow(signal: AbortSignal | undefined): this {
    signal?.addEventListener("abort", () => this.fail(failure("aborted")));
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent[]> {
    try {
      if (this.#refusal) throw this.#refusal;
      yield [];
      for (;;) {
        const next = this.#queue.shift();
        if (next === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
        else if (next === "end") return;
        else if (next instanceof Error) throw next;
        else yield next;
      }
    } finally {
      this.left = true;
    }
  }

  #put(item: RunEvent[] | Error | "end"): void {
    this.#queue.push(item);
    this.#wake?.();
  }
}
