import type { RunsApi } from "../../api/contract.ts";
import { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { formatCount } from "../../model/counts.ts";
import { startOf } from "../../model/runOrder.ts";
import { isRunOf, type SentCreate } from "./sentCreate.ts";

/** The runs in the list that may belong to a request. */
export interface PossibleRuns {
  /** Runs that match the request exactly, the oldest first. */
  sure: Run[];
  /** Runs that may match, see {@link isRunOf}. */
  maybe: Run[];
}

export interface ListLookUp {
  sent: SentCreate;
  /** The latest time at which it may have arrived, by our clock, in milliseconds since the epoch. */
  until: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  signal?: AbortSignal;
}

/** How far an app's clock may differ from ours, in milliseconds: when the app tells its time, and when it doesn't. */
const tolerance = { known: 60_000, unknown: 600_000 };
const pageSize = 100;
const mostPages = 10;

/**
 * The runs that a request may have created, from the newest back to just before it was sent. @throws ApiError when the
 * list can't be read that far
 */
export async function findCreated(api: RunsApi, { sent, until, now, signal }: ListLookUp): Promise<PossibleRuns> {
  const known = new Set(sent.knownIds);
  const found = new Map<string, { run: Run; match: "yes" | "maybe" }>();
  let offset: number | undefined;
  const onServerTime = (time: number): void => void (offset = time - now());
  const query = { user_id: sent.userId, session_id: sent.sessionId, sort: "-started_at", page_size: pageSize };
  for (let page = 1; ; page++) {
    const { data, pagination } = await api.listRuns({ ...query, page }, { signal, onServerTime });
    const slack = offset === undefined ? tolerance.unknown : tolerance.known;
    const [from, to] = [sent.sentAt + (offset ?? 0) - slack, until + (offset ?? 0) + slack];
    for (const run of data) {
      const match = known.has(run.id) ? "no" : isRunOf(run, sent);
      const start = startOf(run);
      if (match !== "no" && start >= from && (start <= to || start === Infinity)) found.set(run.id, { run, match });
    }
    const oldest = Math.min(...data.map(startOf));
    if (data.length === 0 || oldest < from || page >= pagination.page_count) break;
    if (page === mostPages) throw tooMany();
  }
  const runs = [...found.values()].sort((a, b) => startOf(a.run) - startOf(b.run));
  const of = (wanted: "yes" | "maybe"): Run[] => runs.filter(({ match }) => match === wanted).map(({ run }) => run);
  return { sure: of("yes"), maybe: of("maybe") };
}

function tooMany(): ApiError {
  const message = `More than ${formatCount(pageSize * mostPages)} runs have started since it was sent.`;
  return new ApiError({ kind: "protocol", message });
}
