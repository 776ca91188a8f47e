import * as vscode from "vscode";

interface StepsTask {
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
