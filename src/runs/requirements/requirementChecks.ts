import { asApiError } from "../../api/asApiError.ts";
import type { RunsApi } from "../../api/contract.ts";
import { type ApiError, isApiError } from "../../api/errors.ts";
import { inParallel } from "../../base/inParallel.ts";
import { missingAccounts, type MissingAccounts } from "./requirementText.ts";

/**
 * The result of checking a user's accounts before a run. `unknown`: the app couldn't be asked, and the run continues.
 */
export type UserCheck =
  | { kind: "fine" }
  | { kind: "missing"; missing: MissingAccounts }
  | { kind: "unknown"; error: ApiError };

/** The results for many users. */
export interface UsersCheck {
  missing: readonly MissingAccounts[];
  /** Why some users were not checked. */
  error?: ApiError;
}

/**
 * The app of one connection, identified by the object that holds its runs: another address or key means another app.
 */
interface AskedApp {
  readonly api: () => Promise<RunsApi>;
}

/** In milliseconds: the longest that a run waits for the check, with all retries. */
const usualPatience = 10_000;

/**
 * Asks apps which accounts their users haven't connected. An app without such accounts returns 404 and is asked only
 * once. Throws nothing.
 */
export class RequirementChecks {
  readonly #limit: number;
  readonly #without = new WeakSet<AskedApp>();
  /** The first request to each app. Its result says whether others make sense. */
  readonly #first = new WeakMap<AskedApp, Promise<UserCheck>>();

  constructor(limit = usualPatience) {
    this.#limit = limit;
  }

  async check(app: AskedApp, userId: string, signal?: AbortSignal): Promise<UserCheck> {
    const first = this.#first.get(app);
    if (first) await first;
    if (this.#without.has(app)) return { kind: "fine" };
    const asked = this.#ask(app, userId, signal);
    if (!first) this.#first.set(app, asked);
    return asked;
  }

  /**
   * Checks each user once, a few at a time. After a failure the same app isn't asked for the other users.
   *
   * @param onStep called after each user
   */
  async checkAll(
    app: AskedApp,
    userIds: readonly string[],
    { concurrency, signal, onStep }: { concurrency: number; signal?: AbortSignal; onStep?: () => void },
  ): Promise<UsersCheck> {
    const distinct = [...new Set(userIds)];
    const missing = new Map<string, MissingAccounts>();
    let error: ApiError | undefined;
    await inParallel(distinct, concurrency, async (userId) => {
      if (error || this.#without.has(app)) return;
      const check = await this.check(app, userId, signal);
      if (check.kind === "missing") missing.set(userId, check.missing);
      if (check.kind === "unknown") error ??= check.error;
      onStep?.();
    });
    const inOrder = distinct.flatMap((userId) => missing.get(userId) ?? []);
    return { missing: inOrder, ...(error ? { error } : {}) };
  }

  async #ask(app: AskedApp, userId: string, signal: AbortSignal | undefined): Promise<UserCheck> {
    const limit = AbortSignal.any([AbortSignal.timeout(this.#limit), ...(signal ? [signal] : [])]);
    try {
      const api = await app.api();
      const { unsatisfied } = await api.readRequirements(userId, { signal: limit });
      const accounts = missingAccounts(unsatisfied ?? []);
      return accounts.length === 0 ? { kind: "fine" } : { kind: "missing", missing: { userId, accounts } };
    } catch (error) {
      if (isApiError(error) && error.kind === "not-found") {
        this.#without.add(app);
        return { kind: "fine" };
      }
      return { kind: "unknown", error: asApiError(error) };
    }
  }
}
