import { dirname } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { JoinedCalls } from "#base/joinedCalls.ts";
import { readAs } from "#base/stored.ts";
import {
  type ConversationDraft,
  type DraftedTurn,
  goldenConversationOf,
  type GoldenQuestion,
  goldenTestOfRun,
} from "#features/golden/core/derive/goldenTestOfRun.ts";
import { commandIds } from "#host/commandIds.ts";
import { showNews } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { diskPath } from "#host/selection.ts";
import { withSteps } from "#host/withSteps.ts";
import { countOf } from "#model/counts.ts";
import { terminalStatuses } from "#model/status.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { conversationOf, conversationRuns } from "#runs/sessions/conversation.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import type { RunQuestion } from "#workbench/explorer/vscode/chooseRun.ts";
import { findRun } from "#workbench/explorer/vscode/runTarget.ts";
import { mayKeepSession } from "#workbench/runFiles/vscode/keptSession.ts";
import { askForGoldenFile, keepRuns } from "./askForGoldenFile.ts";
import { type EndedRun, endedRun } from "./endedRun.ts";
import { decide } from "./goldenQuestions.ts";

const ofEndedRun: RunQuestion = {
  command: commandIds.keepAsGoldenTest,
  statuses: terminalStatuses,
  none: "No run of this app has ended yet.",
};

type Context = Pick<App, "activeRuns" | "connections" | "panels" | "reports" | "selectedRows" | "sessions" | "started">;

/**
 * Makes a golden test of a run that has ended: asks about what can't be repeated, writes the test and beside it the run
 * with all its events, and opens the test to be edited.
 *
 * @param second from a script the golden file
 * @returns the golden file; `undefined` when the person was asked and did not say
 */
export async function keepAsGoldenTest(
  context: Context,
  argument: unknown,
  second: unknown,
): Promise<vscode.Uri | undefined> {
  const target = await findRun(context, argument, ofEndedRun);
  if (!target) return undefined;
  const { connectionId, runId, file = connectionId } = target;
  // A second click while the first one still asks must not write a second test.
  const kept = { title: "Keep as Golden Test", targets: [target], draft: draftOfRun };
  return keeping.run(JSON.stringify([file, runId, second]), () => keep(context, kept, second));
}

const keeping = new JoinedCalls<vscode.Uri | undefined>();

/** How many turns a golden conversation has at most. Nobody reads a test with more. */
const maxTurns = 50;

const conversationSchema = z.object({ connectionId: z.string(), sessionId: z.string(), userId: z.string().optional() });

/**
 * Makes a golden conversation of the runs of a conversation, as `keepAsGoldenTest` makes a test of one run.
 *
 * @param argument the conversation
 * @param second from a script the golden file
 * @returns the golden file; `undefined` when the person was asked and did not say
 */
export async function keepAsGoldenConversation(
  context: Context,
  argument: unknown,
  second: unknown,
): Promise<vscode.Uri | undefined> {
  const conversation = readAs(conversationSchema, argument);
  if (!conversation)
    throw new NothingToDo("Open a conversation, then select More Actions > Keep as Golden Conversation.");
  const title = "Keep as Golden Conversation";
  return keeping.run(JSON.stringify([conversation, second]), async () => {
    const targets = await turnsOf(context, conversation, title);
    return keep(context, { title, targets, draft: goldenConversationOf }, second);
  });
}

async function turnsOf(
  { sessions }: Context,
  { connectionId, sessionId, userId }: z.infer<typeof conversationSchema>,
  title: string,
): Promise<RunTarget[]> {
  const api = await sessions.get(connectionId).api();
  const session = { sessionId, userId, withoutUser: userId === undefined };
  const { runs, more } = await withSteps(title, 1, ({ signal }) => conversationRuns(api, session, signal));
  const count = runs.length + more;
  if (count === 0) throw new NothingToDo("This conversation no longer has turns. Refresh the list.");
  if (count > maxTurns) {
    const why = `This conversation has ${countOf(count, "turn")}. A golden conversation can have at most ${maxTurns}.`;
    throw new NothingToDo(`${why} Keep one of its runs as a golden test instead.`);
  }
  return conversationOf(runs).map(({ run }) => ({ connectionId, runId: run.id }));
}

/** What is kept: a run as a test, or the runs of a conversation as its turns. */
interface KeptRuns {
  /** The title of dialogs: *Keep as Golden Test*. */
  title: string;
  targets: readonly RunTarget[];
  draft: (turns: readonly DraftedTurn[]) => ConversationDraft;
}

async function keep(context: Context, kept: KeptRuns, second: unknown): Promise<vscode.Uri | undefined> {
  const { title, targets } = kept;
  let turns: DraftedTurn[] = [];
  for (const target of targets) {
    const { connectionId, runId } = target;
    const options = { sentWith: context.started.sentWith(connectionId, runId) };
    const ended = await endedRun(context.panels.services.watch(target));
    turns.push({ ...(isLocalRun(ended.run, target) ? await coveredRun(context, ended) : ended), options });
  }
  const { questions } = draftOf(kept, turns);
  const runs = turns.map(({ run }) => run);
  const connection = context.connections.get(targets[0]!.connectionId);
  if (!(await mayKeepSession(context, runs, connection, "Keep"))) return undefined;
  const uri = second instanceof vscode.Uri ? second : await askForGoldenFile(runTitle(turns[0]!.run), kept);
  if (!uri) return undefined;
  for (const [index, turn] of turns.entries()) {
    const options = await decide(questions[index] ?? [], turn.options, dirname(diskPath(uri)), title);
    if (!options) return undefined;
    turn.options = options;
  }
  const exportFile = await keepRuns(context, targets, uri);
  if (exportFile === undefined) return undefined;
  turns = turns.map((turn) => ({ ...turn, options: { ...turn.options, exportFile } }));
  const { text } = draftOf(kept, turns);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri, { preview: false });
  tellOfUser(questions.flat());
  return uri;
}

/** A trace has the secrets of its program, and a golden test is shared with others. */
async function coveredRun({ connections }: Context, { run, steps }: EndedRun): Promise<EndedRun> {
  const cover = await connections.withKeys((keys) => new Cover(keys));
  return { run: cover.value(run), steps: cover.value(steps) };
}

function draftOfRun([turn]: readonly DraftedTurn[]): ConversationDraft {
  const draft = goldenTestOfRun(turn!.run, turn!.steps, turn!.options);
  return "problem" in draft ? draft : { ...draft, questions: [draft.questions] };
}

function tellOfUser(questions: readonly GoldenQuestion[]): void {
  const user = questions.find(({ kind }) => kind === "user");
  if (user) showNews(user.message, []);
}

function draftOf({ draft }: KeptRuns, turns: readonly DraftedTurn[]): Exclude<ConversationDraft, { problem: string }> {
  const drafted = draft(turns);
  if ("problem" in drafted) throw new NothingToDo(drafted.problem);
  return drafted;
}
