import * as vscode from "vscode";
import type { FileSource, UploadProgress } from "#api/contract.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { whenSlow } from "#base/whenSlow.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import type { TransferTask } from "#runs/create/newRun.ts";
import { uploadProgressText } from "./create/uploadProgressText.ts";

/** In bytes. A larger upload gets a notification at once; others are shown in the status bar first. */
const minNotifiedBytes = 4 * 1024 * 1024;

/** In milliseconds: what takes longer gets a notification, too. */
const notificationDelay = 2_000;

/** In milliseconds. Nobody can read updates that come more often. */
const updateInterval = 100;

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

export type ProgressTask = Required<TransferTask> & { signal: AbortSignal };

/**
 * Shows the progress of files, each with its bytes. Unless it is over soon, it is in a notification with
 * *Cancel*.
 */
export async function withUploadProgress<T>(
  title: string,
  files: readonly FileSource[],
  options: { always?: boolean },
  task: (task: ProgressTask) => Promise<T>,
): Promise<T> {
  const { Notification, Window } = vscode.ProgressLocation;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const aborter = new AbortController();
  let shown: Progress | undefined;
  const work = task({ signal: aborter.signal, track: (sending) => tracker(title, sending, () => shown) });
  // The error is the caller's, not that of a progress.
  const over = work.then(
    () => undefined,
    () => undefined,
  );
  const show = (location: vscode.ProgressLocation): void => {
    const progressOptions = { location, title: notificationText(title), cancellable: location === Notification };
    vscode.window
      .withProgress(progressOptions, (progress, token) => {
        shown = progress;
        token.onCancellationRequested(() => aborter.abort());
        return over;
      })
      .then(undefined, onUnexpectedError);
  };
  const isLarge = options.always || bytes >= minNotifiedBytes;
  show(isLarge ? Notification : Window);
  if (!isLarge) whenSlow(work, notificationDelay, () => show(Notification));
  return await work;
}

function tracker(title: string, sending: readonly FileSource[], shown: () => Progress | undefined) {
  const own = sending.reduce((sum, { size }) => sum + size, 0);
  let reported: { to: Progress | undefined; percent: number } = { to: undefined, percent: 0 };
  let at = 0;
  return ({ sent, total, isSent = false }: UploadProgress): void => {
    const now = performance.now();
    if (own === 0 || (now - at < updateInterval && !isSent)) return;
    at = now;
    const to = shown();
    const percent = (sent / total) * 100;
    // A notification that comes later begins without a bar.
    const before = reported.to === to ? reported.percent : 0;
    // The request's other fields are sent before the files.
    const message = uploadProgressText(sending, { sent: Math.max(0, sent - (total - own)), isSent }, title);
    to?.report({ increment: percent - before, message });
    reported = { to, percent };
  };
}
