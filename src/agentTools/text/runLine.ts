import type { Run } from "../../api/schemas.ts";
import { formatDuration } from "../../model/duration.ts";
import { parseTime } from "../../model/isoTime.ts";
import { needsPerson } from "../../model/status.ts";
import { errorSummary } from "../../runs/labels/errorSummary.ts";
import { askedText } from "../../runs/labels/inputRequestText.ts";
import { rowText, runTitle } from "../../runs/labels/runLabel.ts";

const longestReason = 200;

/** A run in one line, with its failure first. @param without its error, where that is said anyway */
export function runLine(run: Run, { without }: { without?: "error" } = {}): string {
  const { code, message } = errorSummary(run.error);
  const reason = [code, message].filter(Boolean).join(": ");
  const took = runDuration(run);
  const asks = (needsPerson(run.status) ? (run.input_requests ?? []) : []).map(askedText).find(Boolean);
  return [
    `- id: ${rowText(run.id, 200)}`,
    `status: ${rowText(run.status)}`,
    ...(reason === "" || without === "error" ? [] : [`error: ${rowText(reason, longestReason)}`]),
    `title: ${runTitle(run)}`,
    ...(asks === undefined ? [] : [`asks: ${rowText(asks)}`]),
    ...(run.started_at ? [`started: ${rowText(run.started_at)}`] : []),
    ...(took === undefined ? [] : [`took: ${took}`]),
  ].join("; ");
}

/** How long a run took; `undefined` unless both of its times are known. */
export function runDuration({ started_at, ended_at }: Run): string | undefined {
  const [start, end] = [parseTime(started_at), parseTime(ended_at)];
  return start === undefined || end === undefined ? undefined : formatDuration(end - start);
}
