import { setTimeout as delay } from "node:timers/promises";
import { asApiError } from "#api/asApiError.ts";
import type { CreateRunRequest, RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { formatCount } from "#model/counts.ts";
import { startOf } from "#model/runOrder.ts";
import { requestKey, type SentCreate, sentCreate, isRunOf } from "./sentCreate.ts";

/** The result of a look-up for a request whose response never arrived. */
export type LookUp =
  | { kind: "found"; run: Run }
  /** The list has no matching run. */
  | { kind: "none" }
  /** Several runs match exactly, and none can be told apart. */
  | { kind: "several"; runs: readonly Run[] }
  /** These runs may match: the app may have added to the input, or they have the same user and session. */
  | { kind: "possible"; runs: readonly Run[] }
  | { kind: "unread"; error: ApiError };

export interface UnconfirmedCreatesOptions {
  api: () => Promise<RunsApi>;
  known: () => readonly Run[];
  /** Whether a run belongs to another request, such as a line of a batch. */
  isTaken?: (runId: string) => boolean;
  now?: () => number;
  wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

export interface LookUpOptions {
  /** The latest time at which it may have arrived, by our clock, in milliseconds since the epoch; now by default. */
  until?: number;
  signal?: AbortSignal;
}

/** In milliseconds. A list may show a run a moment late, and a broken connection may take a moment to recover. */
const lookAgainAfter = [1_000, 2_000, 4_000];

/** The requests of one connection that create runs, until their outcome is known. */
export class UnconfirmedCreates {
  readonly #options: UnconfirmedCreatesOptions;
  readonly #now: () => number;
  readonly #wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  readonly #open = new Map<SentCreate, "sending" | "looking">();
  /** The runs that belong to one request of ours, and so to no other. */
  readonly #claimed = new Set<string>();

  constructor(options: UnconfirmedCreatesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#wait = options.wait ?? ((milliseconds, signal) => delay(milliseconds, undefined, { signal }));
  }

  /** Whether a run belongs to a request of ours, and so to no other. */
  isClaimed(runId: string): boolean {
    return this.#claimed.has(runId) || this.#options.isTaken?.(runId) === true;
  }

  /** Records that a run belongs to a request of ours. */
  claim(runId: string): void {
    this.#claimed.add(runId);
  }

  /** Records a request before it is sent. The caller calls `end`, too. @param known runs that it can't have created */
  begin(request: CreateRunRequest, known = this.#options.known()): SentCreate {
    const sent = sentCreate(request, known, this.#now());
    this.#open.set(sent, "sending");
    return sent;
  }

  /** @param runId the request's run, if it is known */
  end(sent: SentCreate, runId?: string): void {
    this.#open.delete(sent);
    if (runId !== undefined) this.#claimed.add(runId);
  }

  /**
   * Looks for the run of a request for some seconds. Of equal requests each finds its own. Sends and throws nothing.
   */
  async lookFor(sent: SentCreate, { until = this.#now(), signal }: LookUpOptions = {}): Promise<LookUp> {
    this.#open.set(sent, "looking");
    for (let attempt = 0; ; attempt++) {
      const last = attempt === lookAgainAfter.length;
      const found = await this.#look(sent, { until, signal });
      if (found.kind === "found" || last || signal?.aborted) return found;
      // Waiting doesn't help against several matches, unless the response to an equal request is about to arrive.
      if (found.kind === "several" && this.#others(sent, "sending") === 0) return found;
      await this.#wait(lookAgainAfter[attempt] ?? 0, signal).catch(() => undefined);
    }
  }

  async #look(sent: SentCreate, options: LookUpOptions): Promise<LookUp> {
    try {
      const { sure, maybe } = await findCreated(await this.#options.api(), sent, this.#now, options);
      const isFree = ({ id }: Run): boolean => !this.isClaimed(id);
      return this.#decide(sent, sure.filter(isFree), maybe.filter(isFree));
    } catch (error) {
      return { kind: "unread", error: asApiError(error) };
    }
  }

  #decide(sent: SentCreate, sure: readonly Run[], maybe: readonly Run[]): LookUp {
    const [run] = sure;
    if (!run) return maybe.length > 0 ? { kind: "possible", runs: maybe } : { kind: "none" };
    const lookingToo = this.#others(sent, "looking");
    if (sure.length > lookingToo + 1 || this.#others(sent, "sending") > 0) return { kind: "several", runs: sure };
    this.#claimed.add(run.id);
    return { kind: "found", run };
  }

  /** How many equal requests are in this state. */
  #others(sent: SentCreate, state: "sending" | "looking"): number {
    const key = requestKey(sent);
    return [...this.#open].filter(([each, its]) => each !== sent && its === state && requestKey(each) === key).length;
  }
}

/** How far an app's clock may differ from ours, in milliseconds: when the app tells its time, and when it doesn't. */
const tolerance = { known: 60_000, unknown: 600_000 };
const pageSize = 100;
const maxPages = 10;

/**
 * The runs that a request may have created, from the newest back to just before it was sent, as {@link isRunOf} tells
 * them apart; the oldest first. @throws ApiError when the list can't be read that far
 */
export async function findCreated(
  api: RunsApi,
  sent: SentCreate,
  now: () => number = Date.now,
  { until = now(), signal }: LookUpOptions = {},
): Promise<{ sure: Run[]; maybe: Run[] }> {
  const knownIds = new Set(sent.knownIds);
  const found = new Map<string, { run: Run; match: "yes" | "maybe" }>();
  let offset: number | undefined;
  const onServerTime = (time: number): void => void (offset = time - now());
  const query = { user_id: sent.userId, session_id: sent.sessionId, sort: "-started_at", page_size: pageSize };
  for (let page = 1; ; page++) {
    const { data, pagination } = await api.listRuns({ ...query, page }, { signal, onServerTime });
    const slack = offset === undefined ? tolerance.unknown : tolerance.known;
    const [from, to] = [sent.sentAt + (offset ?? 0) - slack, until + (offset ?? 0) + slack];
    for (const run of data) {
      const match = knownIds.has(run.id) ? "no" : isRunOf(run, sent);
      const start = startOf(run);
      if (match !== "no" && start >= from && (start <= to || start === Infinity)) found.set(run.id, { run, match });
    }
    const oldest = Math.min(...data.map(startOf));
    if (data.length === 0 || oldest < from || page >= pagination.page_count) break;
    if (page === maxPages) throw tooMany();
  }
  const runs = [...found.values()].sort((a, b) => startOf(a.run) - startOf(b.run));
  const runsThatMatch = (wanted: "yes" | "maybe"): Run[] =>
    runs.filter(({ match }) => match === wanted).map(({ run }) => run);
  return { sure: runsThatMatch("yes"), maybe: runsThatMatch("maybe") };
}

function tooMany(): ApiError {
  const message = `More than ${formatCount(pageSize * maxPages)} runs have started since the request was sent, too many to search.`;
  return new ApiError({ kind: "protocol", message });
}
