import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { DisposableStore, toDisposable } from "#base/disposable.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { needsPerson, statusWord } from "#model/status.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";

interface AwaitedRun {
  session: RunsSession;
  runId: string;
  finished: Promise<Run>;
  name: string;
  /** Called when the run waits for the person, because it never ends without them. */
  onWaitingForPerson: () => void;
}

/**
 * Shows that a run is in progress until it ends. *Cancel* ends the waiting, never the run, which is followed all the
 * same.
 *
 * @returns the run at its end, or `undefined` when the person stops waiting
 * @throws ApiError when the run can't be followed any further
 */
export async function waitForEnd(awaited: AwaitedRun): Promise<Run | undefined> {
  const { session, runId, finished, name, onWaitingForPerson } = awaited;
  const title = `Waiting for ${name}`;
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: notificationText(title), cancellable: true },
    async (progress, token) => {
      const owned = new DisposableStore();
      const watch = owned.add(session.watcher.watch(runId));
      let shown: string | undefined;
      const tell = (): void => {
        const status = watch.run?.status;
        if (!watch.run || status === undefined || status === shown) return;
        shown = status;
        const words = [statusWord(status), sentenceText(runSentence(watch.run))].filter(Boolean).join(", ");
        progress.report({ message: notificationText(`${words}. Cancel ends the wait, not the run.`) });
        if (needsPerson(status)) onWaitingForPerson();
      };
      owned.add(watch.onDidChange(tell));
      tell();
      const detached = new Promise<undefined>((resolve) => {
        const canceled = token.onCancellationRequested(() => resolve(undefined));
        owned.add(toDisposable(() => canceled.dispose()));
      });
      try {
        return await Promise.race([finished, detached]);
      } finally {
        owned.dispose();
      }
    },
  );
}
