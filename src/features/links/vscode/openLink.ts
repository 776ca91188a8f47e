import * as vscode from "vscode";
import { isLocalHost, linkHost } from "#features/links/core/linkHost.ts";
import { linkAt, type RunLink } from "#features/links/core/runLink.ts";
import { commandIds } from "#host/commandIds.ts";
import { choose } from "#host/confirm.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { conversationViews } from "#workbench/explorer/vscode/sessionTarget.ts";

type Context = Pick<App, "connections" | "panels" | "points" | "sessions">;

const addConnection = "Add Connection…";

/**
 * Opens what a link leads to. Anybody can write a link, so nothing is requested from a host that no connection has.
 *
 * @throws NothingToDo for a link that isn't one of ours
 */
export async function openLink(context: Context, uri: Pick<vscode.Uri, "path" | "query">): Promise<void> {
  const link = linkAt(uri);
  if (!link) throw new NothingToDo("This link doesn't lead to a run or a conversation.");
  const connection = connectionTo(context, link.host) ?? (await askToAdd(context, link));
  if (!connection) return;
  if ("sessionId" in link) return openConversation(context, connection.id, link.sessionId);
  context.panels.open({ connectionId: connection.id, runId: link.runId }, { sequence: link.sequence });
}

/** The active connection, if it has the host, otherwise the first one that has it. */
function connectionTo({ connections }: Context, host: string): Connection | undefined {
  const hasHost = (connection: Connection): boolean => !connection.local && linkHost(connection) === host;
  const { active, list } = connections;
  return active && hasHost(active) ? active : list.find(hasHost);
}

/** @throws NothingToDo for a local app, which nobody can add by an address */
async function askToAdd(context: Context, { host }: RunLink): Promise<Connection | undefined> {
  if (isLocalHost(host)) {
    const where = "It opens on the machine where it was copied.";
    throw new NothingToDo(`This link leads to a local app that has no connection here. ${where}`);
  }
  const detail = `No connection has the host ${host}, so nothing was requested from it. Add a connection only if you trust this host.`;
  const chosen = await choose({ question: `Open a link to ${host}?`, detail, buttons: [addConnection] });
  if (chosen === undefined) return undefined;
  await vscode.commands.executeCommand(commandIds.addConnection);
  return connectionTo(context, host);
}

/** A link has no user: the newest run of the session says whose conversation it is. */
async function openConversation(context: Context, connectionId: string, sessionId: string): Promise<void> {
  const [conversations] = context.points.of(conversationViews);
  if (!conversations)
    throw new NothingToDo("This conversation can't be shown here. Ask for a link to one of its runs.");
  const api = await context.sessions.get(connectionId).api();
  const query = { session_id: sessionId, sort: "-started_at", page: 1, page_size: 1 } as const;
  const [newest] = (await api.listRuns(query)).data;
  if (!newest) throw new NothingToDo("The app no longer has runs of this conversation.");
  conversations.show({ connectionId, sessionId, userId: newest.user_id || undefined });
}
