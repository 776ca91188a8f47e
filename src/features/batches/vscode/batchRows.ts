import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { oneLine, shortened } from "#base/text/oneLine.ts";
import type { BatchLine, LineState } from "#features/batches/core/batchTypes.ts";
import type { BatchRow } from "#features/batches/page/messages.ts";
import { formatRunDuration } from "#model/duration.ts";
import { needsPerson } from "#model/status.ts";
import { blockedSentence, runWord } from "#runs/labels/blockedRun.ts";
import { errorLine, errorSummary } from "#runs/labels/errorSummary.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { durationOf } from "#runs/labels/runDuration.ts";
import { inputTitle } from "#runs/labels/runLabel.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import { runContext } from "#workbench/panel/vscode/contextWords.ts";

/** What decides a row: the state of the line, and what is known of its run. */
export interface LineNow {
  state: LineState;
  run: Run | undefined;
  /** The hook that blocked the run, as far as it is known. */
  blockedBy: string | undefined;
  /** Whether the app doesn't store the run any more. */
  isGone: boolean;
}

/** In characters. */
const maxCellLength = 2_000;
const stateWords = { failed: "Not created", unknown: "Unknown", sending: "Sending", waiting: "Not sent" } as const;

export function isSame(a: LineNow, b: LineNow): boolean {
  return a.state === b.state && a.run === b.run && a.blockedBy === b.blockedBy && a.isGone === b.isGone;
}

/** The row of a line. @param titlePath where its app has the titles of runs */
export function rowOf(
  { source, request }: BatchLine,
  now: LineNow,
  connectionId: string,
  titlePath: JsonPath | undefined,
): BatchRow {
  const { state, run, blockedBy, isGone } = now;
  const row = { source, label: inputTitle(run ?? { ...request }, titlePath) ?? "" };
  if (state.kind !== "created")
    return { ...row, status: `line.${state.kind}`, word: stateWords[state.kind], result: reasonOf(state) };
  const { runId } = state;
  if (!run) {
    const result = isGone ? "The app no longer stores this run." : "";
    return { ...row, status: "created", word: "Created", result, runId };
  }
  const took = durationOf(run);
  return {
    ...row,
    status: blockedBy === undefined ? run.status : "run.blocked",
    word: runWord(run.status, blockedBy),
    duration: took === undefined ? undefined : formatRunDuration(took),
    result: blockedBy === undefined ? resultOf(run) : cut(sentenceText(blockedSentence(run, blockedBy))),
    runId,
    menu: runContext(run, connectionId),
  };
}

/** Why it failed or what it asks, in full; otherwise its sentence. */
function resultOf(run: Run): string {
  if (needsPerson(run.status)) {
    const asked = (run.input_requests ?? []).map(askedText).filter((text) => text !== "");
    if (asked.length > 0) return cut(asked.join(" · "));
  }
  if (run.status === "failed") {
    return cut(errorSummary(run.error).nodes ?? errorLine(run.error));
  }
  return cut(sentenceText(runSentence(run)));
}

/** In one line, and not longer than anybody reads in a table. */
function cut(text: string): string {
  return shortened(oneLine(text), maxCellLength);
}

function reasonOf(state: Exclude<LineState, { kind: "created" }>): string {
  if (state.kind === "failed") return cut(state.reason);
  return state.kind === "unknown" ? cut([state.reason, state.finding].filter(Boolean).join(" ")) : "";
}
