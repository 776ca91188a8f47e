import * as z from "zod";
import type { RunsApi } from "../../../api/contract.ts";
import { pagesOf } from "../../../api/pages.ts";
import type { Run } from "../../../api/schemas.ts";
import { readAs } from "../../../base/stored.ts";
import type { App } from "../../app.ts";
import { requireSession } from "../../connections/vscode/guards.ts";
import { readExportedSession } from "../../exports/vscode/exportFiles.ts";
import { runsOfConversation } from "../core/conversation.ts";

export interface SessionRuns {
  sessionId: string;
  /** Only those of this user. */
  userId?: string;
  /** Only those without a user, which the app can't be asked for. */
  withoutUser?: boolean;
}

const sessionSchema = z.union([
  z
    .object({ kind: z.literal("group"), by: z.literal("session"), value: z.string().min(1) })
    .transform(({ value }): NamedSession => ({ sessionId: value })),
  z.strictObject({
    connectionId: z.string(),
    sessionId: z.string(),
    userId: z.string().optional(),
    seed: z.unknown().optional(),
    file: z.string().optional(),
  }),
]);

export interface NamedSession {
  sessionId: string;
  /** Of a conversation; the active connection for a session's group, which has the runs of all its users. */
  connectionId?: string;
  userId?: string;
  /** Of a conversation from an export: the URI of the file. */
  file?: string;
}

/** The session that an argument of a command names, if any. */
export function namedSession(argument: unknown): NamedSession | undefined {
  return readAs<NamedSession>(sessionSchema, argument);
}

/** Reads the turns that a command was called on, as `conversationRuns` does. @throws ApiError, ExportFileError */
export async function readSession(
  context: Pick<App, "activeRuns" | "sessions">,
  { sessionId, userId, file, ...of }: NamedSession,
  signal: AbortSignal,
  most?: number,
): Promise<{ connectionId: string; runs: Run[]; more: number }> {
  if (file !== undefined) {
    const { runs } = await readExportedSession({ file, sessionId, userId });
    return { connectionId: "", runs: runs.map(({ run }) => run), more: 0 };
  }
  const { connectionId, api } =
    of.connectionId === undefined ? requireSession(context.activeRuns) : context.sessions.get(of.connectionId);
  const withoutUser = of.connectionId !== undefined && userId === undefined;
  const read = await conversationRuns(await api(), { sessionId, userId, withoutUser }, signal, most);
  return { connectionId, ...read };
}

/** Number of the newest turns of a conversation that are read, unless a caller needs all. */
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
