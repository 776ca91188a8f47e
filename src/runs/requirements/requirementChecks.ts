import { asApiError } from "#api/asApiError.ts";
import type { RunsApi } from "#api/contract.ts";
import { type ApiError, isApiError } from "#api/errors.ts";
import { inParallel } from "#base/inParallel.ts";
import { missingAccounts, type MissingAccounts, accountLines, missingSentence } from "./requirementText.ts";

/** The result of a check. `unknown`: the app couldn't be asked, and the run continues. */
export type UserCheck =
  | { kind: "fine" }
  | { kind: "missing"; missing: MissingAccounts }
  | { kind: "unknown"; error: ApiError };

export interface UsersCheck {
  missing: readonly MissingAccounts[];
  /** Why some users were not checked. */
  error?: ApiError;
}

/** The app of a connection, by the object that holds its runs: another address means another app. */
interface AskedApp {
  readonly api: () => Promise<RunsApi>;
}

/** In milliseconds: the longest wait for one response, with all retries. A batch may wait for two that don't come. */
const defaultPatience = 10_000;

/** What an app without a call returns to it. */
const missingCallStatuses: readonly (number | undefined)[] = [404, 405, 410, 501];

/** Asks apps which accounts their users haven't connected; an app without such a call, once. Throws nothing. */
export class RequirementChecks {
  readonly #limit: number;
  readonly #without = new WeakSet<AskedApp>();
  /** The apps that don't list what they need. */
  readonly #withoutList = new WeakSet<AskedApp>();
  /** The first request to each app. Its result says whether others make sense. */
  readonly #first = new WeakMap<AskedApp, Promise<UserCheck>>();

  constructor(limit = defaultPatience) {
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
   * Checks each user once, unless the app needs nothing of anybody. A failure ends it. @param onStep called after each
   * user
   */
  async checkAll(
    app: AskedApp,
    userIds: readonly string[],
    { concurrency, signal, onStep }: { concurrency: number; signal?: AbortSignal; onStep?: () => void },
  ): Promise<UsersCheck> {
    const distinct = [...new Set(userIds)];
    if (distinct.length > 1 && (await this.#needsNothing(app, signal))) return { missing: [] };
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
    return { missing: inOrder, error };
  }

  /** Whether the app needs no accounts: one request for all users. Anew for each batch: versions differ. */
  async #needsNothing(app: AskedApp, signal: AbortSignal | undefined): Promise<boolean> {
    if (this.#without.has(app)) return true;
    if (this.#withoutList.has(app)) return false;
    try {
      const api = await app.api();
      return (await api.listRequirements({ signal: this.#limited(signal) })).length === 0;
    } catch (error) {
      // If the app can't be reached or refuses the key, the questions about the users say so.
      if (isApiError(error) && (missingCallStatuses.includes(error.status) || error.kind === "protocol"))
        this.#withoutList.add(app);
      return false;
    }
  }

  #limited(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(this.#limit), ...(signal ? [signal] : [])]);
  }

  async #ask(app: AskedApp, userId: string, signal: AbortSignal | undefined): Promise<UserCheck> {
    try {
      const api = await app.api();
      const { unsatisfied } = await api.readRequirements(userId, { signal: this.#limited(signal) });
      const accounts = missingAccounts(unsatisfied ?? []);
      return accounts.length === 0 ? { kind: "fine" } : { kind: "missing", missing: { userId, accounts } };
    } catch (error) {
      if (isApiError(error) && missingCallStatuses.includes(error.status)) {
        this.#without.add(app);
        return { kind: "fine" };
      }
      return { kind: "unknown", error: asApiError(error) };
    }
  }
}

/** The question to a person before a run whose user hasn't connected all accounts. */
export interface RequirementQuestion {
  message: string;
  detail: string;
  /** Whether the Connect Page was opened, so that another check makes sense. */
  canCheck: boolean;
}

export type RequirementChoice = "open" | "check" | "run" | "cancel";

interface RequirementTools {
  check(): Promise<UserCheck>;
  /** Opens the Connect Page with a new token. @returns why it failed, as a sentence */
  open(): Promise<string | undefined>;
  ask(question: RequirementQuestion): Promise<RequirementChoice>;
  /** Called when the app couldn't be asked. The run continues, and its response will show any problem. */
  onUnknown(error: ApiError): void;
}

/** Checks accounts and asks until the person decides, or nothing is missing. @returns whether to start the run */
export async function settleRequirements(name: string, tools: RequirementTools): Promise<boolean> {
  const first = await tools.check();
  if (first.kind === "unknown") tools.onUnknown(first.error);
  if (first.kind !== "missing") return true;
  let { missing } = first;
  let canCheck = false;
  let still = false;
  let note: string | undefined;
  for (;;) {
    const choice = await tools.ask(questionOf(name, missing, { canCheck, still, note }));
    if (choice === "run" || choice === "cancel") return choice === "run";
    if (choice === "open") {
      note = await tools.open();
      canCheck ||= note === undefined;
      still = false;
      continue;
    }
    const again = await tools.check();
    if (again.kind === "fine") return true;
    // A person who checks again wants a result. Starting the run without one would be a surprise.
    note = again.kind === "unknown" ? `The accounts couldn't be checked again: ${again.error.message}` : undefined;
    if (again.kind === "missing") missing = again.missing;
    still = again.kind === "missing";
  }
}

interface Asking {
  canCheck: boolean;
  still: boolean;
  note: string | undefined;
}

function questionOf(name: string, missing: MissingAccounts, { canCheck, still, note }: Asking): RequirementQuestion {
  const it = missing.accounts.length === 1 ? "it" : "them";
  const page = canCheck
    ? `Connect ${it} on the page in your browser, then check again.`
    : `Open the Connect Page in your browser to connect ${it}.`;
  const parts = [note, accountLines(missing.accounts).join("\n"), `${name} may fail without ${it}. ${page}`];
  return { message: missingSentence(missing, still), detail: parts.filter(Boolean).join("\n\n"), canCheck };
}
