import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import * as vscode from "vscode";
import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { readAs } from "#base/stored.ts";
import type { ConversationRef, ConversationSeed } from "#features/conversations/page/messages.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { countOf } from "#model/counts.ts";
import { isRunFileName } from "#runFiles/fileNames.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { requireAbility, requireSession } from "#workbench/connections/vscode/guards.ts";
import type { ConversationApp } from "./services.ts";

const ofAppSchema = z.object({ connectionId: z.string() });

/**
 * Opens an empty conversation with a new session, for a user that the person chooses. Nothing is sent before they send
 * the first message.
 *
 * @returns `undefined` when the person canceled
 */
export async function newConversation(
  context: ConversationApp,
  argument: unknown,
): Promise<ConversationRef | undefined> {
  const named = context.connections.get(readAs(ofAppSchema, argument)?.connectionId ?? "");
  const session = named ? context.sessions.get(named.id) : requireSession(context.activeRuns);
  requireAbility(context.connections.get(session.connectionId), "start");
  // Before a question, which may take the focus off the run file.
  const seed = await seedFor(session);
  const userId = await chooseUser(session.store.runs());
  if (userId === undefined) return undefined;
  const ref = { connectionId: session.connectionId, sessionId: randomUUID(), userId, seed };
  context.conversations.show(ref);
  return ref;
}

/** The run file in the editor in view, or the newest run of the app. */
async function seedFor({ store, api }: RunsSession): Promise<ConversationSeed> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri && isRunFileName(uri.path)) return { file: uri.toString() };
  const [known] = store.list({ statuses: [], order: "newest" }).runs;
  const newest = known ?? (await (await api()).listRuns({ sort: "-started_at", page: 1, page_size: 1 })).data[0];
  return newest ? { runId: newest.id } : {};
}

type UserRow = vscode.QuickPickItem & { userId: string };

/** Asks for a user: by default one of the person's own, so that no customer's conversation is written into. */
async function chooseUser(runs: readonly Run[]): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const { user_id: user } of runs) if (user) counts.set(user, (counts.get(user) ?? 0) + 1);
  const own = `dev-${userInfo().username}`;
  const row = (userId: string, description: string): UserRow => ({ label: userId, description, userId });
  const runsOf = (userId: string): string => (counts.has(userId) ? countOf(counts.get(userId) ?? 0, "run") : "");
  const others = [...counts.keys()].filter((userId) => userId !== own).sort((a, b) => a.localeCompare(b, "en"));
  const known = [
    row(own, ["Your own test user", runsOf(own)].filter(Boolean).join(" · ")),
    ...others.map((userId) => row(userId, runsOf(userId))),
  ];
  const result = await runPickStep({
    title: "New Conversation",
    placeholder: "Select the user of the conversation, or enter a user ID",
    items: known,
    ofText: (typed) => row(typed, "as typed"),
  });
  return result?.kind === "item" ? result.item.userId : undefined;
}
