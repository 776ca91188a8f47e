import type { RunsApi } from "../../api/contract.ts";
import { pagesOf } from "../../api/pages.ts";
import type { Run } from "../../api/schemas.ts";
import { runsOfConversation } from "./conversation.ts";

export interface SessionRuns {
  sessionId: string;
  /** Only those of this user. */
  userId?: string;
  /** Only those without a user, which the app can't be asked for. */
  withoutUser?: boolean;
}

/** Number of the newest turns of a conversation that are read, unless a caller needs all. */
const mostTurns = 1_000;

/**
 * The turns of a session, also those that no list has read: the newest first, and how many others there are. @throws
 * ApiError
 */
export async function conversationRuns(
  app: Pick<RunsApi, "listRuns">,
  { sessionId, userId, withoutUser = false }: SessionRuns,
  signal: AbortSignal,
  most = mostTurns,
): Promise<{ runs: Run[]; more: number }> {
  const runs = new Map<string, Run>();
  let total = 0;
  const ofUser = userId === undefined ? {} : { user_id: userId };
  const query = { session_id: sessionId, ...ofUser, sort: "-started_at", page_size: 100 };
  for await (const { data, pagination } of pagesOf((page) => app.listRuns({ ...query, page }, { signal }))) {
    for (const run of data) runs.set(run.id, run);
    total = pagination.total_count;
    if (runs.size >= most) break;
  }
  // An app may list others than it was asked for, whose messages and ids must not get into this conversation.
  const ofSession = [...runs.values()].filter(({ session_id: session }) => session === sessionId);
  const isOfOne = withoutUser || userId !== undefined;
  const own = isOfOne ? runsOfConversation(ofSession, { userId, sessionId }) : ofSession;
  return { runs: own, more: Math.max(0, total - runs.size) };
}
