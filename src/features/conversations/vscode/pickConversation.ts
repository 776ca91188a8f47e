import type * as vscode from "vscode";
import * as z from "zod";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { inParallel } from "#base/inParallel.ts";
import { readAs } from "#base/stored.ts";
import type { ConversationRef } from "#features/conversations/page/messages.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { countOf } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { formatAgo } from "#model/times.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConversationApp } from "./services.ts";

const ofUserSchema = z.object({ connectionId: z.string(), userId: z.string().min(1) });

const lookLimits = { runs: 100, conversations: 20 };
/** The requests for their first turns that are under way at a time. */
const requestsAtOnce = 4;

/**
 * Asks which of the latest conversations of the app to open. The app has no list of sessions, so they are those of its
 * newest runs, each with its first message.
 *
 * @param argument `{ connectionId, userId }` for those of one user
 * @returns `undefined` when the person canceled
 */
export async function pickConversation(
  context: ConversationApp,
  argument: unknown,
): Promise<ConversationRef | undefined> {
  const ofUser = readAs(ofUserSchema, argument);
  const { connectionId, api } = ofUser ? context.sessions.get(ofUser.connectionId) : requireSession(context.activeRuns);
  const connection = context.connections.get(connectionId);
  const rows = api().then((app) => latestConversations(app, connection, ofUser?.userId));
  const options = { title: "Go to Conversation", placeHolder: "Select a conversation", matchOnDescription: true };
  const picked = await showPick(rows, options);
  if (!picked) return undefined;
  const { sessionId, userId } = picked;
  const ref = { connectionId, sessionId, userId };
  context.conversations.show(ref);
  return ref;
}

type ConversationRow = vscode.QuickPickItem & Omit<ConversationRef, "connectionId">;

/** The one with the newest turn first. */
async function latestConversations(
  api: RunsApi,
  connection: Connection | undefined,
  userId: string | undefined,
): Promise<ConversationRow[]> {
  const ofUser = userId === undefined ? {} : { user_id: userId };
  const { data } = await api.listRuns({ ...ofUser, sort: "-started_at", page: 1, page_size: lookLimits.runs });
  const latest = new Map<string, Run>();
  for (const run of data) {
    const key = JSON.stringify([run.session_id, run.user_id ?? ""]);
    if (run.session_id && !latest.has(key)) latest.set(key, run);
  }
  const turns = [...latest.values()].slice(0, lookLimits.conversations);
  const rows = new Map<Run, ConversationRow>();
  await inParallel(turns, requestsAtOnce, async (turn) => {
    rows.set(turn, await rowOf(api, turn, connection));
  });
  if (rows.size === 0)
    throw new NothingToDo(
      `None of the newest ${lookLimits.runs} runs of ${userId ?? "the app"} has a session, so there is no conversation.`,
    );
  return turns.flatMap((turn) => rows.get(turn) ?? []);
}

async function rowOf(api: RunsApi, last: Run, connection: Connection | undefined): Promise<ConversationRow> {
  const { session_id: session, user_id: user } = last;
  const sessionId = session ?? "";
  // The app can't be asked for the runs of a session that have no user.
  const page = user
    ? await api.listRuns({ session_id: sessionId, user_id: user, sort: "started_at", page: 1, page_size: 1 })
    : undefined;
  const first = page?.data[0] ?? last;
  const [turn] = conversationOf([first], connection?.messageField);
  const started = parseTime(last.started_at);
  return {
    label: rowText(turn?.message ?? runTitle(first, connection?.titlePath), 80),
    description: [
      user ?? "no user",
      ...(page ? [countOf(page.pagination.total_count, "turn")] : []),
      ...(started === undefined ? [] : [formatAgo(Date.now() - started)]),
    ].join(" · "),
    sessionId,
    userId: user || undefined,
  };
}
