import type { Page } from "#api/contract.ts";
import { cutPage, type SortField, type RunQuery } from "#server/requests/paging.ts";
import type { ServedRun } from "./servedRun.ts";

/** A run that hasn't started counts as the latest, so it comes first. */
const latestTime = Number.POSITIVE_INFINITY;

const sortKeys: Record<string, (run: ServedRun) => string | number> = {
  started_at: (run) => run.startedAt ?? latestTime,
  ended_at: (run) => run.endedAt ?? latestTime,
  created_at: (run) => run.facts.createdAt,
  status: (run) => run.status,
  user_id: (run) => run.facts.userId ?? "",
  session_id: (run) => run.facts.sessionId ?? "",
  id: (run) => run.facts.id,
};

/** The app's runs in memory. */
export class RunRepository {
  readonly #runs = new Map<string, ServedRun>();

  add(run: ServedRun): void {
    this.#runs.set(run.facts.id, run);
  }

  get(id: string): ServedRun | undefined {
    return this.#runs.get(id.toLowerCase());
  }

  remove(id: string): void {
    this.#runs.delete(id);
  }

  get size(): number {
    return this.#runs.size;
  }

  /** All runs, the oldest first. */
  oldest(): ServedRun[] {
    return [...this.#runs.values()].toSorted((one, other) => one.facts.createdAt - other.facts.createdAt);
  }

  /** A page of the runs that match, the most recently started first by default, always in the same order. */
  list(query: RunQuery): Page<ServedRun> {
    const found = [...this.#runs.values()].filter((run) => matches(run, query));
    const sort = query.sort.length > 0 ? query.sort : [{ field: "started_at", descending: true }];
    return cutPage(found.sort(comparator(sort)), query);
  }
}

function matches(run: ServedRun, { status, user_id, session_id }: RunQuery): boolean {
  const { facts } = run;
  return (
    (status.length === 0 || status.includes(run.status)) &&
    (user_id === undefined || facts.userId === user_id) &&
    (session_id === undefined || facts.sessionId === session_id)
  );
}

function comparator(sort: readonly SortField[]): (one: ServedRun, other: ServedRun) => number {
  const byCreation = { field: "created_at", descending: sort[0]?.descending ?? true };
  const orders = [...sort, byCreation, { field: "id", descending: false }].map(({ field, descending }) => ({
    key: sortKeys[field] ?? ((run: ServedRun) => run.facts.id),
    sign: descending ? -1 : 1,
  }));
  return (one, other) => {
    for (const { key, sign } of orders) {
      const [first, second] = [key(one), key(other)];
      if (first !== second) return first < second ? -sign : sign;
    }
    return 0;
  };
}
