import * as vscode from "vscode";
import * as z from "zod";
import { readAs } from "#base/stored.ts";
import { linkHost } from "#features/links/core/linkHost.ts";
import { addressOfLink, type RunLink } from "#features/links/core/runLink.ts";
import { commandIds } from "#host/commandIds.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { extensionId } from "#host/ids.ts";
import { readRunWithStory } from "#runs/text/heldStories.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import { findRuns } from "#workbench/explorer/vscode/runTarget.ts";
import { activeConversation, namedSession } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

type Context = Pick<App, "activeRuns" | "connections" | "panels" | "points" | "selectedRows" | "sessions">;

/** What VS Code passes for the menu of a step in a run's panel. */
const stepsSchema = z.object({ webview: z.string(), steps: z.array(z.string()).min(1) });

/** Copies links to runs, to a step of the panel, or to a conversation, one a line. @returns the copied text */
export async function copyLink(context: Context, clicked: unknown, selected: unknown): Promise<string | undefined> {
  const links = await linksOf(context, clicked, selected);
  if (links.length === 0) return undefined;
  const text = links.map(textOf).join("\n");
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(link) ${links.length === 1 ? "Link" : `${links.length} links`} copied`, 3000);
  return text;
}

async function linksOf(context: Context, clicked: unknown, selected: unknown): Promise<RunLink[]> {
  // The menu of a panel's tab passes an address.
  const isOfTab = clicked instanceof vscode.Uri;
  const session = namedSession(isOfTab || clicked === undefined ? activeConversation(context) : clicked);
  if (session) {
    if (session.file !== undefined) throw notInApp();
    const connectionId = session.connectionId ?? context.activeRuns.connection?.id ?? "";
    return [{ host: hostOf(context, connectionId), sessionId: session.sessionId }];
  }
  const steps = readAs(stepsSchema, clicked)?.steps;
  const question = { command: commandIds.copyLink };
  const targets = await findRuns(context, question, isOfTab || steps ? undefined : clicked, selected);
  return Promise.all(
    targets.map(async (target) => {
      const host = hostOf(context, target.connectionId, target.file);
      return { host, runId: target.runId, sequence: steps && (await sequenceOf(context, target, steps)) };
    }),
  );
}

/** The event of the first of some steps. */
async function sequenceOf(
  { connections, sessions }: Context,
  { connectionId, runId }: RunRef,
  steps: readonly string[],
): Promise<number | undefined> {
  const cover = await connections.withKeys((keys) => new Cover(keys));
  const { signal } = new AbortController();
  const { story } = await readRunWithStory(sessions.get(connectionId), runId, { signal }, cover);
  return steps.map((id) => story.find(id)?.sequence).find((sequence) => sequence !== undefined);
}

/** @throws NothingToDo for a run that no app has */
function hostOf({ connections }: Context, connectionId: string, file?: string): string {
  const connection = file === undefined ? connections.get(connectionId) : undefined;
  if (!connection || !can(connection, "link")) throw notInApp();
  return linkHost(connection);
}

function notInApp(): NothingToDo {
  return new NothingToDo(
    "This run has no link, because it is local, from an export, or its connection was removed. Share it as an export.",
  );
}

function textOf(link: RunLink): string {
  const { path, query } = addressOfLink(link);
  return `${vscode.env.uriScheme}://${extensionId}${path}?${query}`;
}
