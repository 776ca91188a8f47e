import * as vscode from "vscode";
import { withFullStop } from "#base/text/oneLine.ts";
import type { Batch } from "#features/batches/core/batch.ts";
import type { OpenBatch } from "#features/batches/core/batchStore.ts";
import type { LineCounts } from "#features/batches/core/batchTypes.ts";
import type { LineFiles } from "#features/batches/core/lineFiles.ts";
import { retryRows } from "#features/batches/core/retryChoice.ts";
import { commandIds } from "#host/commandIds.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { showError } from "#host/errors/showError.ts";
import { notify, warn } from "#host/notifications.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { troubleWords } from "#model/troubleWords.ts";
import { sendBatch } from "./batchSender.ts";
import type { BatchApp } from "./services.ts";

export interface BatchResult extends Readonly<LineCounts> {
  id: string;
}

/** In milliseconds: the least time between two updates of the notification. */
const updatePause = 200;

/** Sends lines of a batch while a notification shows the progress, then closes the batch and reports the result. */
export async function workOnBatch(
  context: BatchApp,
  open: OpenBatch,
  lines: readonly number[],
  files: LineFiles,
): Promise<BatchResult> {
  const { batch } = open;
  let wasStopped = false;
  let halt: Error | undefined;
  try {
    await open.tell(false);
    const location = vscode.ProgressLocation.Notification;
    const title = notificationText(`Batch ${batch.head.name}`);
    await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const news = reporter(batch, lines.length, progress);
      const signal = AbortSignal.any([stop.signal, context.batches.ended]);
      const request = {
        lines,
        files,
        concurrency: readSetting(settingIds.batchConcurrency),
        stop: signal,
        onPause: news.onPause,
      };
      halt = await sendBatch(context, batch, request).finally(() => news.dispose());
      wasStopped = stop.signal.aborted;
    });
    // If the disk can't be written, the batch has already ended with that error, which is reported.
    if (!context.batches.ended.aborted) await open.tell(true).catch((error: unknown) => context.log.error(error));
  } finally {
    await open.close();
  }
  if (!context.batches.ended.aborted) sayEnd(batch, { wasStopped, halt });
  return { id: batch.head.id, ...batch.counts };
}

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

function reporter(batch: Batch, total: number, progress: Progress) {
  const before = settled(batch.counts);
  let shown = 0;
  let resumeAt = 0;
  const show = (): void => {
    const done = settled(batch.counts) - before;
    const trouble = troubleWords({ ...batch.counts, waiting: 0 });
    const wait =
      resumeAt > Date.now() + 1000 ? [`waiting until ${formatTimeOfDay(resumeAt, "seconds")} to try again`] : [];
    const message = [
      `${formatCount(done)} of ${formatCount(total)}`,
      ...trouble,
      ...wait,
      "Cancel stops after the lines that are being sent",
    ].join(" · ");
    progress.report({ message, increment: ((done - shown) / total) * 100 });
    shown = done;
  };
  show();
  const timer = setInterval(show, updatePause);
  return { onPause: (until: number) => void (resumeAt = until), dispose: () => clearInterval(timer) };
}

function settled({ created, failed, unknown }: Readonly<LineCounts>): number {
  return created + failed + unknown;
}

/** Shows one notification with the result and the next actions. */
function sayEnd({ head, counts }: Batch, { wasStopped, halt }: { wasStopped: boolean; halt: Error | undefined }): void {
  const { created, failed, unknown, waiting } = counts;
  const start = halt
    ? `${head.name} ended early: ${withFullStop(halt.message)}`
    : wasStopped && waiting > 0
      ? `You stopped ${head.name}.`
      : `${head.name}:`;
  const message = `${start} ${[`${countOf(created, "run")} created`, ...troubleWords(counts)].join(", ")}.`;
  offer(head.id, message, counts, halt !== undefined || failed + unknown > 0);
}

/** Shows the state of a batch, with the actions for it. */
export function offer(id: string, message: string, counts: Readonly<LineCounts>, warns: boolean): void {
  const ways = new Map<string, string>([
    ...(retryRows({ counts, failedRuns: 0 }).length > 0 ? ([["Retry Batch…", commandIds.retryBatch]] as const) : []),
    ...(counts.waiting > 0 ? ([["Discard Unsent Lines", commandIds.discardBatch]] as const) : []),
    ["Show Batch Results", commandIds.showBatch],
  ]);
  const show = warns ? warn : notify;
  show(message, ...ways.keys()).then(
    (chosen) => chosen && vscode.commands.executeCommand(ways.get(chosen) ?? "", id),
    showError,
  );
}
