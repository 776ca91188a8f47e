import { asApiError } from "#api/asApiError.ts";
import { DisposableStore } from "#base/disposable.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { Poller, type PollResult } from "#runs/store/polling/poller.ts";
import type { App } from "#workbench/app.ts";
import { type InputRequestTarget, notWaiting } from "./inputRequestTarget.ts";

type Context = Pick<App, "answers" | "sessions">;

/** In milliseconds: the longest delay between two reads of the run, one small request each. */
const maxReadDelay = 5_000;

/**
 * Asks the person something about a question, and reads its run meanwhile. If somebody else answers first, or the run
 * goes on without an answer, the dialog closes.
 *
 * @param ask shows dialogs that close with the signal. @throws UserError that says what was decided
 */
export async function whileOpen<Result>(
  { answers, sessions }: Context,
  { ref }: InputRequestTarget,
  ask: (closes: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { connectionId, runId, requestId } = ref;
  const { store, api } = sessions.get(connectionId);
  const over = new AbortController();
  const look = (): void => {
    const run = store.get(runId);
    const isListed = !run || pendingInputRequests(run).some(({ id }) => id === requestId);
    const { kind } = answers.state(ref);
    if (!isListed || kind === "answered" || kind === "gone") over.abort();
  };
  const owned = new DisposableStore();
  const read = async (): Promise<PollResult> => {
    const run = await api()
      .then((opened) => opened.getRun(runId))
      .catch(asApiError);
    if (run instanceof Error) return "failed";
    store.upsert(run);
    return "underWay";
  };
  owned.add(new Poller({ poll: read, underWay: maxReadDelay })).setOn(true);
  owned.add(store.onDidChange(look));
  owned.add(answers.onDidChange(({ draftBy }) => draftBy === undefined && look()));
  try {
    const result = await ask(over.signal);
    // What the person took in the same moment is sent, and told to be late.
    if (result === undefined && over.signal.aborted) throw await notWaiting({ answers }, ref);
    return result;
  } finally {
    owned.dispose();
  }
}
