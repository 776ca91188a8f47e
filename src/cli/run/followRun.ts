import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { withFullStop } from "#base/text/oneLine.ts";
import type { AppRuns } from "#cli/app/appRuns.ts";
import { aborted, type Interrupts } from "#cli/shell/interrupts.ts";
import { memoryRemedy } from "#model/conversationIds.ts";
import { formatRunDuration } from "#model/duration.ts";
import { isTerminal, needsPerson, statusWord } from "#model/status.ts";
import { blockedText } from "#runs/labels/blockedRun.ts";
import { errorLine, errorSummary } from "#runs/labels/errorSummary.ts";
import { failedNodesText, type KnownEnd, knownEnd } from "#runs/labels/failedNodes.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { durationOf } from "#runs/labels/runDuration.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { Cover } from "#runs/values/cover.ts";
import { NewQuestions } from "#workbench/inputRequests/core/askedQuestions.ts";

/** A run that was started by this command. */
export interface StartedRun {
  app: AppRuns;
  runId: string;
  finished: Promise<Run>;
  interrupts: Interrupts;
  tell: (line: string) => void;
  cover: Cover;
}

/**
 * Waits for the end of a run. The first interrupt cancels the run and waits for its end, the second one leaves it
 * alone.
 *
 * @returns the run at its end; `undefined` when it was left alone
 * @throws ApiError when the run can't be followed any further
 */
export async function untilEnd(started: StartedRun): Promise<Run | undefined> {
  const { runId, finished, interrupts, tell } = started;
  const stopped = aborted(interrupts.first).then(() => undefined);
  const ended = await Promise.race([finished, stopped]);
  if (ended) return ended;
  tell(`Canceling run ${runId}. Press Ctrl+C again to exit without waiting.`);
  const detached = aborted(interrupts.second).then(() => undefined);
  const canceled = await Promise.race([cancel(started).then(() => finished), detached]);
  if (!canceled) tell(`Run ${runId} may continue.`);
  return canceled;
}

/** Asks the app once to cancel it. After a failure, the run continues and is followed all the same. */
async function cancel({ app, runId, tell }: StartedRun): Promise<void> {
  try {
    await (await app.api()).cancelRun(runId);
  } catch (error) {
    if (!isApiError(error)) throw error;
    tell(`Run ${runId} was not canceled: ${error.message} Press Ctrl+C again to stop waiting for it.`);
  }
}

/** Tells each time that a run begins to wait for a person: without them it never ends. @returns what ends it */
export function tellWaiting({
  app,
  runId,
  tell,
  cover,
}: Pick<StartedRun, "app" | "runId" | "tell" | "cover">): () => void {
  const watch = app.watcher.watch(runId);
  const questions = new NewQuestions();
  const look = (): void => {
    if (watch.run === undefined || !needsPerson(watch.run.status)) return;
    for (const request of watch.run.input_requests ?? []) {
      const step = watch.runStory.story.request(request.id);
      if (!questions.take(request.id, step)) continue;
      // The run may still list the question before.
      const asked = rowText(
        askedText(cover.value({ ...request, ...(step?.isLater ? (step.data as object) : {}) })),
        200,
      );
      const what = asked === "" ? "." : `: ${withFullStop(asked)}`;
      tell(`Waiting for an answer${what} Answer in VS Code (run ${runId}).`);
    }
  };
  watch.onDidChange(look);
  look();
  return () => watch.dispose();
}

/**
 * How a covered run ended, in one line: `Run 8c2c8e2e-… completed in 12 s, but 2 nodes failed`. A second line says what
 * to do about a failure that is known.
 *
 * @param end of a completed run, as far as its events are known
 */
export function endSentence(run: Run, { failedNodes, blockedBy }: KnownEnd = knownEnd(run)): string {
  const duration = durationOf(run);
  const took = duration === undefined ? "" : ` in ${formatRunDuration(duration)}`;
  const ended = isTerminal(run.status) ? statusWord(run.status).toLowerCase() : `ended with status ${run.status}`;
  const word = blockedBy === undefined ? ended : `was ${blockedText(blockedBy).replace("B", "b")}`;
  const error = run.status === "failed" ? run.error : undefined;
  const { code, message } = errorSummary(error);
  const reason = errorLine(error);
  const nodes = failedNodes === 0 ? "" : `, but ${failedNodesText(failedNodes)}`;
  const remedy = memoryRemedy(code, message);
  const sentence = rowText(`Run ${run.id} ${word}${took}${nodes}${reason === "" ? "" : `: ${reason}`}`, 400);
  return remedy === undefined ? sentence : `${sentence}\n${remedy}`;
}
