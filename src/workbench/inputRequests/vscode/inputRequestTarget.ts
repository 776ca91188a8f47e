import * as z from "zod";
import type { InputRequest, Run } from "#api/schemas.ts";
import { ifReadable, readAs } from "#base/stored.ts";
import { commandIds } from "#host/commandIds.ts";
import { type NextStep, NothingToDo, UserError } from "#host/errors/userError.ts";
import { parseTime } from "#model/isoTime.ts";
import { isApproval, type PendingInputRequest, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection, requireSession } from "#workbench/connections/vscode/guards.ts";
import { checkRunId, isOtherRow, namedRun, type RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import { inputRequestTitle, lateWords } from "#workbench/inputRequests/core/answerWords.ts";
import { pickQuestion, pickWaiting, type RequestChoice } from "./pickWaiting.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "panels" | "sessions">;

export interface InputRequestTarget {
  ref: InputRequestRef;
  run: Run;
  request: InputRequest;
  connection: Connection;
}

/**
 * Finds the input request for a command: from a row, `{ runId, requestId }` (with `connectionId`, otherwise of the
 * active connection), or a run's id. Without any, it is that of the panel in view, otherwise the person chooses.
 *
 * @returns `undefined` when the person was asked and canceled.
 * @throws UserError when it waits no more, or the command can't answer it
 */
export async function findInputRequest(
  context: Context,
  argument: unknown,
  choice: RequestChoice,
): Promise<InputRequestTarget | undefined> {
  const { title, filter = () => true } = choice;
  const runRef = namedRunRef(context, argument);
  if (!runRef) {
    const chosen = await pickWaiting(context, choice);
    return chosen && targetOf(context, chosen);
  }
  checkRunId(runRef.runId);
  const { connectionId } = runRef;
  const { requestId, asked } = readRequestArgument(argument);
  const run = await readRun(context, connectionId, runRef.runId, requestId);
  const pending = pendingInputRequests(run).map((request) => ({
    connectionId,
    run,
    request,
    since: parseTime(run.started_at),
  }));
  if (requestId !== undefined) {
    const named = pending.find(({ request }) => request.id === requestId);
    if (!named) throw await notWaiting(context, { connectionId, runId: run.id, requestId });
    const target = await targetOf(context, named);
    // The run has asked the next question under this id since it was shown.
    const shown = asked === undefined ? target.ref : context.answers.known({ ...target.ref, asked });
    if (shown.asked !== target.ref.asked) throw await notWaiting(context, shown);
    if (!filter(target.request)) throw otherAnswer(target);
    return target;
  }
  if (pending.length === 0)
    throw new NothingToDo(
      `“${runTitle(run, context.connections.get(connectionId)?.titlePath)}” isn't waiting for an answer.`,
    );
  const able = pending.filter(({ request }) => filter(request));
  const [only] = able.length === 1 ? able : [];
  const chosen = only ?? (await pickQuestion(context.connections, able, title));
  return chosen && targetOf(context, chosen);
}

/** Whether a command is about one run: that of its argument, or of the panel in view. */
export function isNamed(context: Context, argument: unknown): boolean {
  return namedRunRef(context, argument) !== undefined;
}

function namedRunRef(context: Context, argument: unknown): RunTarget | undefined {
  return isOtherRow(argument) ? undefined : (givenRunRef(context, argument) ?? waitingPanel(context));
}

export async function targetOf(
  { answers, connections }: Pick<Context, "answers" | "connections">,
  { connectionId, run, request }: PendingInputRequest,
): Promise<InputRequestTarget> {
  const connection = connections.get(connectionId);
  if (!connection) throw removedConnection();
  const ref = await answers.locate({ connectionId, runId: run.id, requestId: request.id });
  return { ref, run, request: answers.request(ref, request), connection };
}

/** The run of an input request, from a row, an id, or a script's argument. */
function givenRunRef(context: Context, argument: unknown): RunTarget | undefined {
  const named = namedRun(context, argument);
  const { runId } = readRequestArgument(argument);
  if (named || runId === undefined) return named;
  return { connectionId: requireSession(context.activeRuns).connectionId, runId };
}

const requestArgumentSchema = z.object({
  runId: ifReadable(z.string()),
  requestId: ifReadable(z.string()),
  /** The event that asked, for an input request that was shown before. */
  asked: ifReadable(z.number()),
});

/** What a row, or the object of a script, names. */
function readRequestArgument(argument: unknown): z.infer<typeof requestArgumentSchema> {
  return readAs(requestArgumentSchema, argument) ?? {};
}

/** The run of the panel in view, if it waits. */
function waitingPanel({ panels, sessions }: Context): RunTarget | undefined {
  const runRef = panels.active;
  if (!runRef || runRef.file !== undefined) return undefined;
  const run = sessions.get(runRef.connectionId).store.get(runRef.runId);
  return run && pendingInputRequests(run).length > 0 ? runRef : undefined;
}

/** The known version of the run, read again when it lacks the input request. */
async function readRun(
  context: Context,
  connectionId: string,
  runId: string,
  requestId: string | undefined,
): Promise<Run> {
  if (!context.connections.get(connectionId)) throw removedConnection();
  const { store, api } = context.sessions.get(connectionId);
  const listedRun = store.get(runId);
  const isKnown =
    listedRun && pendingInputRequests(listedRun).some(({ id }) => requestId === undefined || id === requestId);
  if (isKnown) return listedRun;
  const run = await (await api()).getRun(runId);
  store.upsert(run);
  return run;
}

function otherAnswer({ ref, request }: InputRequestTarget): UserError {
  const answerKind = isApproval(request) ? "a decision" : "a text answer";
  return new UserError(`This input request needs ${answerKind}: ${inputRequestTitle(request)}`, [openRun(ref)]);
}

function openRun({ connectionId, runId }: InputRequestRef): NextStep {
  return { title: "Open Run", run: { command: commandIds.openRun, args: [{ connectionId, runId }] } };
}

/** The error that says why an input request waits no more, and whether what was typed for it is kept. */
export async function notWaiting({ answers }: Pick<Context, "answers">, ref: InputRequestRef): Promise<UserError> {
  const outcome = await answers.check(ref);
  const isOver = outcome.kind === "answered" || outcome.kind === "gone";
  const why = isOver ? lateWords(outcome) : "The run no longer needs this answer.";
  return new UserError(`${why}${answers.draft(ref) ? " Your text is kept." : ""}`, [openRun(ref)]);
}
