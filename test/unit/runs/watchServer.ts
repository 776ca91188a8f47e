import { afterEach, beforeEach, vi } from "vitest";
import type { PageQuery, StreamOptions } from "../../../src/api/contract.ts";
import type { ApiError } from "../../../src/api/errors.ts";
import type { Run, RunEvent } from "../../../src/api/schemas.ts";
import { type RunWatch, RunWatcher, type WatchChange } from "../../../src/runs/live/runWatcher.ts";
import { fakeApi, FakeStream, pageOf } from "../../support/fakeApi.ts";

export const event = (sequence: number, type = "agent.reasoning.delta", data: unknown = { delta: "x" }): RunEvent => ({
  sequence,
  type,
  data,
});
export const range = (from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
export const sequences = (watch: RunWatch): number[] => [...watch.log].map(({ sequence }) => sequence);

/** One run on a server: its record, its stored events, and the streams that were opened. */
export class WatchServer {
  run: Run = { id: "r1", status: "started" };
  stored: RunEvent[] = [];
  reads = 0;
  readonly streams: { stream: FakeStream; options: StreamOptions }[] = [];
  readonly pages: PageQuery[] = [];
  readonly heard: Run[] = [];
  readonly errors: ApiError[] = [];
  failing: ApiError | undefined;
  /** Why streams can't be opened. */
  refusing: ApiError | undefined;

  readonly api = fakeApi({
    getRun: async () => {
      this.reads++;
      if (this.failing) throw this.failing;
      return { ...this.run };
    },
    listEvents: async (_, query = {}) => {
      this.pages.push(query);
      if (this.failing) throw this.failing;
      return pageOf(this.stored, query.page ?? 1, query.page_size ?? 25);
    },
    streamRun: (_, options = {}) => {
      const stream = new FakeStream().follow(options.signal);
      this.streams.push({ stream, options });
      if (this.refusing) stream.refuse(this.refusing);
      return stream;
    },
  });

  readonly watcher = new RunWatcher({
    api: () => Promise.resolve(this.api),
    onRun: (run) => this.heard.push(run),
    onError: (error) => this.errors.push(error),
  });

  get stream(): FakeStream {
    const last = this.streams.at(-1);
    if (!last) throw new Error("No stream was opened.");
    return last.stream;
  }
}

/** Lets everything happen that does not wait for a timer. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

export function listen(watch: RunWatch): WatchChange[] {
  const changes: WatchChange[] = [];
  watch.onDidChange((change) => changes.push(change));
  return changes;
}

/** A fresh server for each test of a file, with a clock that stands still until it is told. */
export function useWatchServer(): () => WatchServer {
  let server: WatchServer;
  beforeEach(() => {
    vi.useFakeTimers();
    server = new WatchServer();
  });
  afterEach(() => {
    server.watcher.dispose();
    vi.useRealTimers();
  });
  return () => server;
}
