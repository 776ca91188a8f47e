import { randomUUID } from "node:crypto";
import type { Run } from "#api/schemas.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { movedTurn, nextInput, nextTurnOf } from "#features/conversations/core/nextTurn.ts";
import type { ConversationRef } from "#features/conversations/page/messages.ts";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { withSteps } from "#host/withSteps.ts";
import { keepsSession } from "#model/conversationIds.ts";
import { countOf } from "#model/counts.ts";
import { oldestFirst } from "#model/runOrder.ts";
import { needsPerson, statusWord } from "#model/status.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import { shownJson, shownText } from "#runs/questions/confirmation.ts";
import { messageIn, conversationRuns } from "#runs/sessions/conversation.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { findLiveRun, type LiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { startRun } from "#workbench/runFiles/vscode/create/startRun.ts";
import type { ConversationApp } from "./services.ts";

/** How many turns are sent again at most. Hardly anybody wants to pay for more. */
const maxTurns = 200;

/**
 * Sends the messages of a conversation up to a run again, one after another and in a new session, and shows the new
 * conversation.
 *
 * @returns `undefined` when the person declined
 */
export async function forkConversation(
  context: ConversationApp,
  argument: unknown,
): Promise<ConversationRef | undefined> {
  requireTrust("nothing is sent");
  const found = await findLiveRun(context, argument, { command: commandIds.forkConversation });
  if (!found) return undefined;
  const { run, session, connection } = found;
  if (!run.user_id || !run.session_id) {
    throw new NothingToDo("This run has no user ID or no session ID, so its conversation can't be forked.");
  }
  const { connectionId } = session;
  const ref = { connectionId, sessionId: randomUUID(), userId: run.user_id };
  const what = ["fork", connectionId, run.id];
  const forked = await context.starts.once({ name: "The fork", what, connections: context.connections }, async () => {
    const turns = await turnsUpTo(session, run);
    const where = connection.production === undefined ? "" : ` on ${connection.name}, which is marked as production`;
    const question = `Send ${countOf(turns.length, "message")} again in a new session${where}?`;
    const host = `Host: ${new URL(connection.baseUrl).host}`;
    const cover = await context.connections.withKeys((keys) => new Cover(keys).keysAlone);
    const detail = [host, ...factsOf(context, ref, turns, cover)].join("\n");
    if (!(await confirm({ question, detail, act: "Fork" }, context.reports))) return undefined;
    context.conversations.show(ref);
    await sendTurns(context, found, ref, turns);
    return ref.sessionId;
  });
  return forked === undefined ? undefined : { ...ref, sessionId: forked };
}

/** The runs of the conversation up to this one, oldest first. */
async function turnsUpTo({ api }: RunsSession, last: Run): Promise<Run[]> {
  const ref = { sessionId: last.session_id ?? "", userId: last.user_id ?? undefined };
  const { runs, more } = await conversationRuns(await api(), ref, new AbortController().signal);
  const turns = oldestFirst(runs);
  const at = turns.findIndex(({ id }) => id === last.id);
  if (at < 0) {
    const why = "The app no longer lists this run in its conversation, so the conversation can't be forked here.";
    throw new UserError(`${why} Fork it at another message.`);
  }
  if (more > 0 || at >= maxTurns)
    throw new NothingToDo(
      `A fork sends at most ${maxTurns} messages. Fork at an earlier turn, or in a shorter conversation.`,
    );
  return turns.slice(0, at + 1);
}

/** All that is sent, for the question. */
function factsOf({ started }: App, ref: ConversationRef, turns: readonly Run[], cover: Cover): string[] {
  const { connectionId, userId } = ref;
  const hadFiles = turns.some(({ id }) => (started.sentWith(connectionId, id)?.attached.length ?? 0) > 0);
  return [
    `User: ${shownText(cover.text(userId ?? ""))}`,
    `${turns.length === 1 ? "1 run" : `${turns.length} runs, one after another`}: tools run again, and answers may differ.`,
    "This may change what the app remembers about this user in other sessions.",
    ...(hadFiles ? ["Attached files aren't sent again."] : []),
    ...(turns.some(hasList)
      ? ["Where inputs contain earlier answers of the agent, the fork's new answers replace them."]
      : []),
    ...(turns.some(keepsSession)
      ? ["If an input contains the old session ID inside a longer text, that ID isn't replaced."]
      : []),
    "",
    // As it is sent: an input that repeats its session gets the new one.
    ...turns.map((turn, index) => `${index + 1}: ${shownJson(cover.value(inputAgain(turn, undefined, ref)))}`),
  ];
}

/**
 * Sends each turn after the end of the one before it. A turn that doesn't complete ends the fork, and so does *Cancel*:
 * the run that is under way goes on.
 */
async function sendTurns(
  context: App,
  { session, connection }: LiveRun,
  ref: ConversationRef,
  turns: readonly Run[],
): Promise<void> {
  const { connectionId } = ref;
  await withSteps("Forking the conversation", turns.length, async ({ signal, onStep }) => {
    let before: Run | undefined;
    for (const [index, turn] of turns.entries()) {
      if (signal.aborted) throw endedAt(index, turns.length, "you stopped it");
      // The person agreed to send to this app.
      if (context.connections.get(connectionId)?.baseUrl !== connection.baseUrl)
        throw endedAt(index, turns.length, "the connection's address has changed");
      onStep(`Turn ${index + 1} of ${turns.length}`, index === 0 ? 0 : 1);
      const request = { input: inputAgain(turn, before, ref), user_id: ref.userId, session_id: ref.sessionId };
      const name = `The message “${rowText(messageIn(turn.input)?.text ?? runTitle(turn), 60)}”`;
      const runId = await startRun(context, {
        run: { request, files: [], mode: "stream", name },
        connection,
        button: "Send",
        agreedTo: connection.baseUrl,
        onCreated: (id) => noteFork(context, ref, id, turn),
      });
      if (runId === undefined) throw endedAt(index, turns.length, "you didn't confirm the next message");
      const waits = (): void => onStep(`Turn ${index + 1} of ${turns.length} waits for your answer`, 0);
      before = await ended(session, runId, signal, waits);
      if (before?.status === "completed") continue;
      if (index + 1 === turns.length) return;
      const why = before ? `turn ${index + 1} ended with the status “${statusWord(before.status)}”` : "you stopped it";
      throw endedAt(index + 1, turns.length, why, { connectionId, runId });
    }
  });
}

function noteFork({ started }: App, { connectionId }: ConversationRef, runId: string, turn: Run): void {
  started.note(connectionId, runId, { forkOf: turn.id });
}

/** @param onWaits called when the run waits for the person @returns `undefined` when the person stopped waiting */
async function ended(
  { watcher }: RunsSession,
  runId: string,
  signal: AbortSignal,
  onWaits: () => void,
): Promise<Run | undefined> {
  const watch = watcher.watch(runId);
  watch.onDidChange(({ kind }) => kind === "run" && watch.run && needsPerson(watch.run.status) && onWaits());
  try {
    return await watcher.follow(runId, { signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    watch.dispose();
  }
}

/**
 * The input of a turn in another session. A list of messages gets the answers of the fork, as the app knows no others.
 *
 * @param before the turn of the fork that it comes after
 */
function inputAgain(turn: Run, before: Run | undefined, { userId, sessionId }: ConversationRef): unknown {
  const ids = { userId, sessionId };
  const moved = movedTurn(turn, ids);
  const text = messageIn(moved.input)?.text;
  if (text === undefined || !hasList(moved)) return moved.input ?? {};
  const others = nextTurnOf(moved)?.others;
  return nextInput(before ?? moved, { ...ids, text, others, isFirst: before === undefined });
}

/** Whether its input has the messages before it, as a list. */
function hasList(turn: Run): boolean {
  return nextTurnOf(turn)?.fields.some((field) => Array.isArray(fieldsOf(turn.input)[field])) === true;
}

function endedAt(sent: number, count: number, why: string, run?: { connectionId: string; runId: string }): UserError {
  const rest = count - sent;
  const sentence = `The fork ended after ${countOf(sent, "turn")}: ${why}. ${countOf(rest, "message")} ${rest === 1 ? "was" : "were"} not sent.`;
  return new UserError(sentence, run ? [{ title: "Open Run", run: { command: commandIds.openRun, args: [run] } }] : []);
}
