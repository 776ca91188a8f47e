import type { Run } from "#api/schemas.ts";
import { formatRunDuration } from "#model/duration.ts";
import { needsPerson } from "#model/status.ts";
import { blockedText, runBlock } from "#runs/labels/blockedRun.ts";
import { errorLine } from "#runs/labels/errorSummary.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { durationOf } from "#runs/labels/runDuration.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

const maxReasonLength = 200;

interface RunLineOptions {
  /** What is left out, because it is said anyway. */
  without?: "error";
  /** The last steps of its story, if they were read: the output alone may not say that a hook blocked the run. */
  last?: readonly StoryStep[];
}

/** A run in one line, with its failure first. */
export function runLine(run: Run, { without, last }: RunLineOptions = {}): string {
  const block = runBlock(run, last);
  const reason = errorLine(run.error);
  const took = runDuration(run);
  const asks = (needsPerson(run.status) ? (run.input_requests ?? []) : []).map(askedText).find(Boolean);
  return [
    `- id: ${rowText(run.id, 200)}`,
    `status: ${rowText(run.status)}${block ? `, ${rowText(blockedText(block.by)).replace("B", "b")}` : ""}`,
    ...(reason === "" || without === "error" ? [] : [`error: ${rowText(reason, maxReasonLength)}`]),
    `title: ${runTitle(run)}`,
    ...(asks === undefined ? [] : [`asks: ${rowText(asks)}`]),
    ...(run.started_at ? [`started: ${rowText(run.started_at)}`] : []),
    ...(took === undefined ? [] : [`took: ${took}`]),
  ].join("; ");
}

/** How long a run took; `undefined` unless both of its times are known. */
export function runDuration(run: Run): string | undefined {
  const took = durationOf(run);
  return took === undefined ? undefined : formatRunDuration(took);
}
