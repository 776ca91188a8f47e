import type { RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";

/** The runs of a session. */
export interface SessionRuns {
  sessionId: string;
  /** Only those of this user. */
  userId?: string | undefined;
  /** Only those without a user, which the app can't be asked for. */
  withoutUser?: boolean;
}

/** So many of the newest turns of a conversation are read. */
const mostTurns = 1_000;

/**
 * The turns of a session, also those that no list has read.
 *
 * @returns the newest ones, newest first, and how many others there are
 * @throws ApiError
 */
export async function conversationRuns(
  app: Pick<RunsApi, "listRuns">,
  { sessionId, userId, withoutUser = false }: SessionRuns,
  signal: AbortSignal,
): Promise<{ runs: Run[]; more: number }> {
  const runs = new Map<string, Run>();
  let total = 0;
  for (let page = 1; runs.size < mostTurns; page++) {
    const ofUser = userId === undefined ? {} : { user_id: userId };
    const query = { session_id: sessionId, ...ofUser, sort: "-started_at", page, page_size: 100 };
    const { data, pagination } = await app.listRuns(query, { signal });
    for (const run of data) runs.set(run.id, run);
    total = pagination.total_count;
    if (page >= pagination.page_count) break;
  }
  const own = [...runs.values()].filter(({ user_id: user }) => !withoutUser || !user);
  return { runs: own, more: Math.max(0, total - runs.size) };
}
