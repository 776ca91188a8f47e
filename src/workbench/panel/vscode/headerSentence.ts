import type { Run } from "#api/schemas.ts";
import { hookPointName } from "#model/block.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { resumeTime, untilWords } from "#model/resumeTime.ts";
import { isKnownStatus, type KnownStatus } from "#model/status.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { blockedSentence, runBlock } from "#runs/labels/blockedRun.ts";
import { cancelReason } from "#runs/labels/cancelReason.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { countFailedNodes, failedNodesText } from "#runs/labels/failedNodes.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { runSentence, type SentencePiece } from "#runs/labels/runSentence.ts";
import type { ToolStep, StoryStep } from "#runs/story/storySteps.ts";
import type { IconName } from "#ui/icons.ts";
import type { TextPiece } from "#ui/textPiece.ts";

/** How many of the last steps are read: the sentence is about the latest news. */
export const maxSentenceSteps = 300;

export interface SentenceStory {
  /** The last known steps of the run's story, in order. */
  steps: readonly StoryStep[];
  /** The time of a step's first event; ISO 8601. */
  timeOf: (step: StoryStep) => string | undefined;
}

/** What the story adds to the sentence of a status, or says in its place. */
const sentences: Readonly<Partial<Record<KnownStatus, (run: Run, story: SentenceStory) => TextPiece[] | undefined>>> = {
  created: (run) => [...runSentence(run), ...since(", ", run.started_at)],
  started: running,
  awaiting_input: (run, story) => [...runSentence(run), ...oldestRequestText(run, story)],
  paused,
  failed,
  completed,
  canceled: (run, { steps }) => {
    if (cancelReason(run.error) !== undefined) return undefined;
    const iteration = iterationOf(steps);
    return iteration === undefined ? undefined : [{ text: `in iteration ${iteration}` }];
  },
};

/** The sentence beside the status word: the newest important fact about the run, from its story. */
export function headerSentence(run: Run, { steps, timeOf }: SentenceStory): TextPiece[] {
  const story = { steps: steps.slice(-maxSentenceSteps), timeOf };
  return (isKnownStatus(run.status) ? sentences[run.status]?.(run, story) : undefined) ?? runSentence(run);
}

function iterationOf(steps: readonly StoryStep[]): number | undefined {
  return steps.findLast((step) => step.iteration !== undefined)?.iteration;
}

/** Who blocked it and where, or what of it failed, was blocked or declined, and the result. */
function completed(run: Run, { steps }: SentenceStory): TextPiece[] {
  const block = runBlock(run, steps);
  if (block) return blockedSentence(run, block.by, blockPieces(block.step));
  const nodes = countFailedNodes(run, steps);
  const prevented = [...callsThat("blocked", "shield", steps), ...callsThat("declined", "account", steps)];
  const first = [...(nodes === 0 ? [] : [{ text: failedNodesText(nodes) }]), ...prevented];
  return [...first.flatMap((piece) => [piece, { text: " · " }]), ...runSentence(run)];
}

/** *1 call blocked*, which leads to the first one. */
function callsThat(state: ToolStep["state"], icon: IconName, steps: readonly StoryStep[]): TextPiece[] {
  const calls = steps.filter((step) => step.kind === "tool" && step.state === state);
  const [first] = calls;
  if (!first) return [];
  return [{ text: `${countOf(calls.length, "call")} ${state}`, step: { sequence: first.sequence, icon } }];
}

/** Where a hook blocked the run: *, at the call pay*, *, before the first model call*. */
function blockPieces(step: StoryStep | undefined): SentencePiece[] {
  if (step?.kind === "tool") return [{ text: ", at the call " }, { text: rowText(step.name), code: true }];
  if (step?.kind !== "blocked") return [];
  const where = hookPointName(step.blocked.point);
  if (where === "") return [];
  return [{ text: step.blocked.point === "on_input" ? ", before the first model call" : `, on ${where}` }];
}

function running(_: Run, { steps }: SentenceStory): TextPiece[] | undefined {
  const iteration = iterationOf(steps);
  if (iteration === undefined) return undefined;
  const call = steps.findLast(
    (step): step is ToolStep => step.kind === "tool" && step.state === "running" && step.iteration === iteration,
  );
  if (!call) return [{ text: `Iteration ${iteration}` }];
  return [{ text: `Iteration ${iteration}: ` }, { text: call.name, code: true }, ...since(" for ", call.startedAt)];
}

function paused(run: Run, { steps, timeOf }: SentenceStory): TextPiece[] | undefined {
  const pause = steps.findLast((step) => step.kind === "paused");
  if (!pause) return undefined;
  const time = parseTime(timeOf(pause));
  const until = resumeTime(run) ?? pause.resumeAt;
  const parts = [
    until === undefined ? "" : untilWords(until),
    time === undefined ? "" : `since ${formatTimeOfDay(time)}`,
  ];
  const when = parts.filter((part) => part !== "").join(", ");
  if (pause.checkpoint === undefined) return when === "" ? [] : [{ text: when }];
  return [{ text: `${when}${when === "" ? "" : ", "}checkpoint ` }, { text: pause.checkpoint, code: true }];
}

function oldestRequestText(run: Run, { steps, timeOf }: SentenceStory): TextPiece[] {
  const pending = steps.find((step) => step.kind === "request" && step.pending);
  const count = run.input_requests?.length ?? 0;
  return pending && count > 0 ? since(count === 1 ? ", for " : ", the oldest waiting for ", timeOf(pending)) : [];
}

/** The failed nodes, or the message and its code. If only one of the two is known, also the place and the call. */
function failed(run: Run, { steps }: SentenceStory): TextPiece[] | undefined {
  const { code, message, nodes } = errorSummary(run.error);
  // The failed node may have said nothing, and the last speaker may be another one.
  if (nodes !== undefined || (code && message)) return undefined;
  const iteration = iterationOf(steps);
  if (!code && !message)
    return [{ text: iteration === undefined ? "no reason given" : `in iteration ${iteration}, no reason given` }];
  if (iteration === undefined) return undefined;
  const reason = code ? [{ text: code, code: true }] : runSentence(run);
  const where = { text: `${code ? " " : " · "}in iteration ${iteration}` };
  const call = steps.findLast(isWithoutResult);
  if (!call) return [...reason, where];
  const [from, to] = [parseTime(call.startedAt), parseTime(run.ended_at)];
  // The run's end may be in whole seconds, before the call began.
  const took = from === undefined || to === undefined || to <= from ? "" : `after ${formatDuration(to - from)} `;
  return [...reason, where, { text: `, ${took}in ` }, { text: call.name, code: true }];
}

/** The run has ended during this call. */
function isWithoutResult(step: StoryStep): step is ToolStep {
  if (step.kind !== "tool" || step.ended !== undefined) return false;
  return step.state === "unfinished" || step.state === "failed";
}

/** The sentence of an exported run, whose durations don't change. */
export function stillSentence(sentence: readonly TextPiece[], asOf: string | undefined): TextPiece[] {
  const then = parseTime(asOf);
  return sentence.map(({ since: time, ...piece }) => {
    const from = parseTime(time);
    if (from === undefined) return piece;
    return { ...piece, text: then === undefined ? "" : `${piece.text}${formatDuration(then - from)}` };
  });
}

function since(text: string, time: string | null | undefined): TextPiece[] {
  return time && parseTime(time) !== undefined ? [{ text, since: time }] : [];
}
