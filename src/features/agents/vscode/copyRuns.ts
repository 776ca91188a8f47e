import * as vscode from "vscode";
import * as z from "zod";
import { inParallel } from "#base/inParallel.ts";
import { readAs } from "#base/stored.ts";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { comparisonCopy } from "#runs/compare/addComparison.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { conversationOf } from "#runs/sessions/conversation.ts";
import { type Copy, type CopyOptions, type CopyReader, copySummary, joined } from "#runs/text/copyLayout.ts";
import { coveredRun, readRunWithStory, type RunWithStory } from "#runs/text/heldStories.ts";
import { causeCopy, runCopy, stepsCopy, conversationCopy } from "#runs/text/runCopy.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { type CauseTarget, namedCause } from "#workbench/explorer/vscode/causeTarget.ts";
import { findRuns } from "#workbench/explorer/vscode/runTarget.ts";
import {
  activeConversation,
  namedSession,
  type NamedSession,
  readSession,
} from "#workbench/explorer/vscode/sessionTarget.ts";
import { type ComparedSides, comparisons } from "#workbench/panel/vscode/runPoints.ts";
import { connectionLabel } from "#workbench/tools/core/connectionFor.ts";

type Context = Pick<
  App,
  "activeRuns" | "connections" | "exportFiles" | "panels" | "points" | "selectedRows" | "sessions"
>;

/** In tokens. With less, a run is little more than its id. */
const minTokensPerRun = 300;
/** How many runs are read at the same time. */
const readsAtOnce = 3;

/** What VS Code passes for a menu of the panel: the step, or the steps that the selection touches. */
const stepsSchema = z.object({ webview: z.string(), steps: z.array(z.string()).min(1) });

/**
 * Copies runs, a conversation, steps of the panel, or what is in view, at most as many tokens as the setting allows.
 *
 * @returns the copied text; `undefined` when the person canceled
 */
export function copyRuns(reader: CopyReader) {
  const command = reader === "person" ? commandIds.copyAsMarkdown : commandIds.copyForAi;
  return async (context: Context, clicked: unknown, selected: unknown): Promise<string | undefined> => {
    const copy = await madeCopy(context, { reader, command }, clicked, selected);
    if (!copy) return undefined;
    await vscode.env.clipboard.writeText(copy.text);
    vscode.window.setStatusBarMessage(`$(copy) Copied ${copySummary(copy, readSetting(settingIds.copyBudget))}`, 6000);
    return copy.text;
  };
}

/**
 * Makes a copy of what a command was called on: a session, steps of the panel, the comparison or the conversation in
 * view, a cause, or runs.
 *
 * @returns `undefined` when the person canceled
 */
async function madeCopy(
  context: Context,
  { reader, command }: { reader: CopyReader; command: CommandId },
  clicked: unknown,
  selected: unknown,
): Promise<Copy | undefined> {
  const cover = await context.connections.withKeys((keys) => new Cover(keys));
  const options = { reader, budgetTokens: readSetting(settingIds.copyBudget), cover };
  const steps = readAs(stepsSchema, clicked)?.steps;
  // The menu of an editor passes its address.
  const isOfEditor = steps !== undefined || clicked instanceof vscode.Uri;
  const compared = clicked === undefined || isOfEditor ? comparedIn(context) : undefined;
  if (compared) return whileReading((signal) => copyOfComparison(context, compared, options, signal));
  const session = namedSession(clicked ?? activeConversation(context));
  if (session)
    return whileReading((signal) => copyOfConversation(context, session, options, signal), "Loading the conversation");
  const cause = namedCause(context, clicked);
  if (cause) return whileReading((signal) => copyOfCause(context, cause, options, signal));
  const targets = await findRuns(context, { command }, isOfEditor ? undefined : clicked, selected);
  const [first] = targets;
  if (!first) return undefined;
  return whileReading(async (signal) => {
    if (!steps) return copyOfRuns(context, targets, options, signal);
    return stepsCopy(await runToCopy(context, first, cover, signal), steps, whereIs(context, first), options);
  });
}

/** The comparison in view. */
function comparedIn({ points }: Context): ComparedSides | undefined {
  for (const { active } of points.of(comparisons)) if (active) return active;
  return undefined;
}

/** A copy of all turns of a session, also those that the list hasn't read. */
async function copyOfConversation(
  context: Context,
  session: NamedSession,
  options: CopyOptions,
  signal: AbortSignal,
): Promise<Copy> {
  const { connectionId, runs, more } = await readSession(context, session, signal);
  const turns = conversationOf(options.cover.value(runs), context.connections.get(connectionId)?.messageField);
  const [first] = turns;
  if (!first) throw new NothingToDo("This session no longer has any runs. Refresh the list.");
  const { file } = session;
  const target = { connectionId, runId: first.run.id, file };
  const where = whereIs(context, target);
  return conversationCopy(turns, where, options, more);
}

async function copyOfComparison(
  context: Context,
  { a, b }: ComparedSides,
  options: CopyOptions,
  signal: AbortSignal,
): Promise<Copy> {
  const apps = [...new Set([whereIs(context, a), whereIs(context, b)])].join(" and ");
  const first = await runToCopy(context, a, options.cover, signal);
  return comparisonCopy(first, await runToCopy(context, b, options.cover, signal), apps, options);
}

async function copyOfCause(
  context: Context,
  cause: CauseTarget,
  options: CopyOptions,
  signal: AbortSignal,
): Promise<Copy> {
  const { connectionId, runIds } = cause;
  const [newest] = runIds;
  if (newest === undefined) throw new NothingToDo("This cause no longer has any runs. Refresh the list.");
  const target = { connectionId, runId: newest };
  return causeCopy(cause, await runToCopy(context, target, options.cover, signal), whereIs(context, target), options);
}

/** A copy of several runs. Each gets the same part of the budget. */
async function copyOfRuns(
  context: Context,
  targets: readonly RunTarget[],
  { reader, budgetTokens, cover }: CopyOptions,
  signal: AbortSignal,
): Promise<Copy> {
  const chosen = targets.slice(0, Math.max(1, Math.floor(budgetTokens / minTokensPerRun)));
  const part = { reader, cover, budgetTokens: Math.floor(budgetTokens / chosen.length) };
  const copies: Copy[] = [];
  await inParallel([...chosen.entries()], readsAtOnce, async ([at, target]) => {
    copies[at] = runCopy(await runToCopy(context, target, cover, signal), whereIs(context, target), part);
  });
  return joined(copies, targets.length - chosen.length);
}

function whileReading<T>(task: (signal: AbortSignal) => Promise<T>, title = "Loading the run"): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
    const aborter = new AbortController();
    token.onCancellationRequested(() => aborter.abort());
    return task(aborter.signal);
  });
}

/** A run with its story, covered, from its app or from an export. @throws ApiError, ExportFileError */
async function runToCopy(
  context: Context,
  target: RunTarget,
  cover: Cover,
  signal: AbortSignal,
): Promise<RunWithStory> {
  const { connectionId, runId, file } = target;
  if (file === undefined) return readRunWithStory(context.sessions.get(connectionId), runId, { signal }, cover);
  const { exported } = await context.exportFiles.read(file, runId);
  const held = new EventsAndStory({ limit: Infinity, weight: Infinity });
  held.takeRun(exported.run);
  held.add(exported.events);
  return coveredRun({ run: exported.run, story: held.runStory.story }, cover);
}

/** The app that a run is from, for the title of a copy: `Support Triage (acme.apps.example.com, production)`. */
function whereIs({ connections }: Context, { connectionId, file }: RunTarget): string {
  if (file !== undefined) return "an app, from an export";
  const connection = connections.get(connectionId);
  if (!connection) return "a removed connection";
  const { name, baseUrl, production } = connection;
  return connectionLabel({ name, host: new URL(baseUrl).host, production });
}

/** VS Code's command. It isn't part of its API, so it may be missing, also where chat is turned off. */
const openChat = "workbench.action.chat.open";

/**
 * Opens the chat with a question about runs. Nothing is sent: the person can change the question first.
 *
 * @returns the text in the chat's input; `undefined` when the person canceled
 */
export async function askChat(context: Context, clicked: unknown, selected: unknown): Promise<string | undefined> {
  if (!(await vscode.commands.getCommands(true)).includes(openChat)) {
    const copy = { title: "Copy for AI", run: { command: commandIds.copyForAi, args: [clicked, selected] } };
    throw new NothingToDo("This window has no chat. Copy the run, and paste it into another chat.", [copy]);
  }
  const asking = { reader: "model", command: commandIds.askChat } as const;
  const copy = await madeCopy(context, asking, clicked, selected);
  if (!copy) return undefined;
  const query = `What happened here, and why?\n\n${copy.text}`;
  await vscode.commands.executeCommand(openChat, { query, isPartialQuery: true });
  return query;
}
