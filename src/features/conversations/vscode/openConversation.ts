import type { ConversationRef } from "#features/conversations/page/messages.ts";
import { commandIds } from "#host/commandIds.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { checkRunId } from "#workbench/connections/vscode/namedRun.ts";
import { findRun } from "#workbench/explorer/vscode/runTarget.ts";
import { namedSession, type NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { ConversationApp } from "./services.ts";

/**
 * Opens the conversation that a run belongs to, the one of a session's group with the user of its newest run, or the
 * one that is named, also from an export.
 *
 * @returns `undefined` when the person canceled
 */
export async function openConversation(
  context: ConversationApp,
  argument: unknown,
): Promise<ConversationRef | undefined> {
  const session = namedSession(argument);
  const ref = session ? await ofSession(context, session) : await ofRun(context, argument);
  if (ref) context.conversations.show(ref);
  return ref;
}

async function ofRun(context: App, argument: unknown): Promise<ConversationRef | undefined> {
  const target = await findRun(context, argument, { command: commandIds.openConversation });
  if (!target) return undefined;
  const { connectionId, runId, file } = target;
  checkRunId(runId);
  if (file !== undefined)
    throw new NothingToDo("This run comes from an export. Open it from its app's list of runs instead.");
  const { user_id: userId, session_id: sessionId } = await context.documents.readRun(target);
  if (sessionId) return { connectionId, sessionId, userId: userId || undefined };
  throw new NothingToDo("This run has no session ID, so it isn't part of a conversation.");
}

async function ofSession(
  { activeRuns }: App,
  { connectionId: named, sessionId, ...others }: NamedSession,
): Promise<ConversationRef> {
  if (named !== undefined) return { connectionId: named, sessionId, ...others };
  const { connectionId, store, api } = requireSession(activeRuns);
  const [known] = store.list({ statuses: [], sessionId, order: "newest" }).runs;
  const query = { session_id: sessionId, sort: "-started_at", page: 1, page_size: 1 };
  const newest = known ?? (await (await api()).listRuns(query)).data[0];
  if (!newest) throw new NothingToDo("This session no longer has any runs. Refresh the list.");
  return { connectionId, sessionId, userId: newest.user_id || undefined };
}
