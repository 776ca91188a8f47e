import * as vscode from "vscode";
import type { FileSource } from "../../api/contract.ts";
import { notificationText } from "../../host/errors/notificationText.ts";
import type { TransferTask } from "../../runs/create/newRun.ts";
import { UploadProgressText } from "../uploads/uploadProgressText.ts";

/** In bytes. A larger upload gets a notification with a bar and *Cancel*; a smaller one is shown in the status bar. */
const worthABar = 4 * 1024 * 1024;

/** In milliseconds. Nobody can read updates that come more often. */
const calm = 100;

export type ProgressTask = Required<TransferTask> & { signal: AbortSignal };

/** Shows the progress of files, each with its bytes and the speed, and lets the person cancel. */
export function withUploadProgress<T>(
  title: string,
  files: readonly FileSource[],
  options: { always?: boolean },
  task: (task: ProgressTask) => Promise<T>,
): Thenable<T> {
  const { Notification, Window } = vscode.ProgressLocation;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const location = options.always || bytes >= worthABar ? Notification : Window;
  return vscode.window.withProgress(
    { location, title: notificationText(title), cancellable: location === Notification },
    (progress, token) => {
      const aborter = new AbortController();
      token.onCancellationRequested(() => aborter.abort());
      return task({
        signal: aborter.signal,
        track(sending) {
          const words = new UploadProgressText(sending, { title });
          const own = sending.reduce((sum, { size }) => sum + size, 0);
          let shown = 0;
          let at = 0;
          return ({ sent, total }) => {
            const now = performance.now();
            if (own === 0 || (now - at < calm && sent < total)) return;
            at = now;
            const percent = (sent / total) * 100;
            // The request's other fields are sent before the files.
            progress.report({ increment: percent - shown, message: words.at(Math.max(0, sent - (total - own))) });
            shown = percent;
          };
        },
      });
    },
  );
}

export interface StepsTask {
  signal: AbortSignal;
  /** @param done how many steps are finished by this; 0 for news within a step */
  onStep: (message: string, done: number) => void;
}

/** Shows the progress of something with many steps, in a notification with *Cancel*. */
export function withSteps<T>(title: string, steps: number, task: (task: StepsTask) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    const aborter = new AbortController();
    token.onCancellationRequested(() => aborter.abort());
    const onStep = (message: string, done: number): void =>
      progress.report({ message, increment: (done / steps) * 100 });
    return task({ signal: aborter.signal, onStep });
  });
}
