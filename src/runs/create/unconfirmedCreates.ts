import { setTimeout as delay } from "node:timers/promises";
import { asApiError } from "../../api/asApiError.ts";
import type { CreateRunRequest, RunsApi } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { findCreated } from "./findCreated.ts";
import { requestKey, type SentCreate, sentCreate } from "./sentCreate.ts";

/** What was found out about a request whose answer never came. */
export type LookUp =
  | { kind: "found"; run: Run }
  /** As far as the list tells. */
  | { kind: "none" }
  /** Several runs are exactly what it makes, and it cannot be told which is its own. */
  | { kind: "several"; runs: readonly Run[] }
  /** These are possibly its run: the app may have added to its input, or they are of its user and session. */
  | { kind: "possible"; runs: readonly Run[] }
  | { kind: "unread"; error: ApiError };

export interface UnconfirmedCreatesOptions {
  api: () => Promise<RunsApi>;
  /** Every run that is known. */
  known: () => readonly Run[];
  /** Whether a run is known to be the work of another request, such as a line of a batch. */
  isTaken?: ((runId: string) => boolean) | undefined;
  now?: () => number;
  wait?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>) | undefined;
}

export interface LookUpOptions {
  /** Until when it may have arrived, by our clock, in milliseconds since the epoch; by default until now. */
  until?: number;
  signal?: AbortSignal | undefined;
}

/**
 * A list may show a run a moment late, and the connection that broke may take a moment to come back. In milliseconds.
 */
const lookAgainAfter = [1_000, 2_000, 4_000];

/** The requests of one connection that create runs, while it is not known what became of them. */
export class UnconfirmedCreates {
  readonly #options: UnconfirmedCreatesOptions;
  readonly #now: () => number;
  readonly #wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  readonly #open = new Map<SentCreate, "sending" | "looking">();
  /** Runs that are known to be the work of one request of ours, and so of no other. */
  readonly #claimed = new Set<string>();

  constructor(options: UnconfirmedCreatesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#wait = options.wait ?? ((milliseconds, signal) => delay(milliseconds, undefined, { signal }));
  }

  /** Whether a run is known to be the work of one request, and so of no other. */
  isClaimed(runId: string): boolean {
    return this.#claimed.has(runId) || this.#options.isTaken?.(runId) === true;
  }

  /** Notes that a run is the work of one request of ours. */
  claim(runId: string): void {
    this.#claimed.add(runId);
  }

  /**
   * Notes a request that is about to be sent. Whoever begins it ends it.
   * @param known runs that it cannot have made; all that are known by default
   */
  begin(request: CreateRunRequest, known = this.#options.known()): SentCreate {
    const sent = sentCreate(request, known, this.#now());
    this.#open.set(sent, "sending");
    return sent;
  }

  /** @param runId its run, when it is known */
  end(sent: SentCreate, runId?: string): void {
    this.#open.delete(sent);
    if (runId !== undefined) this.#claimed.add(runId);
  }

  /**
   * Looks for the run of a request that may have arrived, for some seconds. Reads alone: nothing is sent again. Of
   * several equal requests each finds a run of its own. Throws nothing.
   */
  async lookFor(sent: SentCreate, { until = this.#now(), signal }: LookUpOptions = {}): Promise<LookUp> {
    this.#open.set(sent, "looking");
    for (let attempt = 0; ; attempt++) {
      const last = attempt === lookAgainAfter.length;
      const found = await this.#look(sent, until, signal);
      if (found.kind === "found" || last || signal?.aborted) return found;
      // Several become no fewer, unless another request like it is about to be answered.
      if (found.kind === "several" && this.#others(sent, "sending") === 0) return found;
      await this.#wait(lookAgainAfter[attempt] ?? 0, signal).catch(() => undefined);
    }
  }

  async #look(sent: SentCreate, until: number, signal: AbortSignal | undefined): Promise<LookUp> {
    try {
      const { sure, maybe } = await findCreated(await this.#options.api(), { sent, until, now: this.#now, signal });
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

  /** How many other requests like this one are so far. */
  #others(sent: SentCreate, state: "sending" | "looking"): number {
    const key = requestKey(sent);
    return [...this.#open].filter(([each, its]) => each !== sent && its === state && requestKey(each) === key).length;
  }
}
