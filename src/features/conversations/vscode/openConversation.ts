import * as vscode from "vscode";
import { showError } from "../../../host/errors/showError.ts";
import { NothingToDo } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import type { App } from "../../app.ts";
import { requireSession } from "../../connections/vscode/guards.ts";
import { checkRunId } from "../../connections/vscode/namedRun.ts";
import { findRun } from "../../explorer/vscode/runTarget.ts";
import { namedSession, type NamedSession } from "../../explorer/vscode/sessionTarget.ts";
import { comparisonsOf } from "../../panel/vscode/panelSlots.ts";
import type { ConversationPlace } from "../page/messages.ts";
import type { ComposerServices } from "./composer.ts";
import type { ConversationServices } from "./conversationServices.ts";
import { readerOfSeeds } from "./newConversation.ts";
import { composerServices } from "./sendTurn.ts";
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
): Promise<ConversationPlace | undefined> {
  const session = namedSession(argument);
  const place = session ? await ofSession(context, session) : await ofRun(context, argument);
  if (place) context.conversations.open(place);
  return place;
}

async function ofRun(context: App, argument: unknown): Promise<ConversationPlace | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  const { connectionId, runId, file } = target;
  checkRunId(runId);
  if (file !== undefined) throw new NothingToDo("This run comes from an export. Open it from its app's list instead.");
  const { user_id: userId, session_id: sessionId } = await context.documents.readRun(target);
  if (userId && sessionId) return { connectionId, sessionId, userId };
  const missing = userId ? "session ID" : sessionId ? "user ID" : "user ID and no session ID";
  throw new NothingToDo(`This run has no ${missing}, so it isn't part of a conversation.`);
}

async function ofSession(
  { activeRuns }: App,
  { connectionId: named, sessionId, ...others }: NamedSession,
): Promise<ConversationPlace> {
  if (named !== undefined) return { connectionId: named, sessionId, ...others };
  const { connectionId, store, api } = requireSession(activeRuns);
  const [known] = store.list({ statuses: [], sessionId, order: "newest" }).runs;
  const query = { session_id: sessionId, sort: "-started_at", page: 1, page_size: 1 };
  const newest = known ?? (await (await api()).listRuns(query)).data[0];
  if (!newest) throw new NothingToDo("This session no longer has any runs. Refresh the list.");
  return { connectionId, sessionId, userId: newest.user_id || undefined };
}

type ActionsOfPanel =
  | "openRun"
  | "sentWith"
  | "answersOf"
  | "keepAsGolden"
  | "exportAll"
  | "fork"
  | "forkOf"
  | "compare"
  | "openConversation"
  | "copyAll"
  | "copy"
  | "openLink"
  | "newConversation"
  | "seedOf";

/** What a panel of a conversation does outside. */
export function conversationActions(context: App): Pick<ConversationServices, ActionsOfPanel> & ComposerServices {
  const done = (acted: Thenable<unknown>): void => void acted.then(undefined, showError);
  const { executeCommand } = vscode.commands;
  return {
    ...composerServices(context),
    seedOf: readerOfSeeds(context),
    newConversation: (connectionId) => done(executeCommand(commandIds.newConversation, { connectionId })),
    openRun: (run) => done(executeCommand(commandIds.openRun, run)),
    keepAsGolden: (place) => done(executeCommand(commandIds.keepAsGoldenConversation, place)),
    exportAll: (place) => done(executeCommand(commandIds.exportRuns, place)),
    fork: (run) => done(executeCommand(commandIds.forkConversation, run)),
    sentWith: ({ connectionId, runId }) => context.creator.sentWith(connectionId, runId),
    answersOf: (connectionId) => context.answers.answersOf(connectionId),
    forkOf: ({ connectionId, runId }) => context.started.of(connectionId, runId)?.forkOf,
    compare: (before, after) =>
      comparisonsOf(context.panelSlots).open({ a: { ...before, name: "Original" }, b: after }),
    openConversation: (run) => done(executeCommand(commandIds.openConversation, run)),
    copyAll: (reader, place) =>
      done(executeCommand(reader === "person" ? commandIds.copyAsMarkdown : commandIds.copyForAi, place)),
    copy: (text) => done(vscode.env.clipboard.writeText(text)),
    // VS Code shows the address and asks, unless the person trusts its domain.
    openLink: (address) => done(vscode.env.openExternal(vscode.Uri.parse(address, true))),
  };
}
