import { countOf } from "#model/counts.ts";
import { type KindsWith, type StepKind, stepKinds } from "#model/stepKinds.ts";
import type { LineView, StepView, TextView } from "#workbench/panel/page/storyViews.ts";
import type { TimelineRow } from "./timelineRow.ts";

/** A step of a kind that has a row. */
type RowStep = StepView & { kind: Exclude<StepKind, KindsWith<{ row: "none" }>> };

function hasRow(step: StepView): step is RowStep {
  return stepKinds[step.kind].row !== "none";
}

/** A step without a time begins where the one before it began. */
export function rowOf(step: StepView, from: number, answers: readonly StepView[]): TimelineRow | undefined {
  if (!hasRow(step)) return undefined;
  const { row: kind } = stepKinds[step.kind];
  const base = { id: step.id, kind, code: false, level: 1, sequence: step.sequence, from, step } as const;
  const until = Math.max(from, step.until ?? from);
  switch (step.kind) {
    case "text":
    case "reasoning":
      return {
        ...base,
        ...textName(step),
        state: step.growing ? "running" : "done",
        to: step.growing ? undefined : until,
      };
    case "tool":
      return {
        ...base,
        name: step.name,
        code: true,
        state: step.state === "finished" ? "done" : step.state,
        ...outcomeOf(step),
        to: step.state === "running" ? undefined : step.until === undefined ? from + (step.duration ?? 0) : until,
      };
    case "model":
      return {
        ...base,
        name: step.model,
        code: true,
        state: step.state === "finished" ? "done" : step.state,
        outcome: step.facts || undefined,
        spoken: step.spoken || undefined,
        attempts: step.attempts,
        to: step.state === "running" ? undefined : until,
      };
    case "blocked":
      return { ...base, name: step.title, code: true, state: "blocked", outcome: "blocked", to: from };
    case "paused":
      return { ...base, name: step.title, state: "paused" };
    case "failed":
      return {
        ...base,
        name: step.code ?? "Failed",
        code: step.code !== undefined,
        state: "failed",
        to: from,
      };
    default:
      return { ...base, ...lineLook(step), to: step.pending ? undefined : until, outcome: answerTo(step, answers) };
  }
}

function lineLook({ title, text, pending, failed }: LineView): Pick<TimelineRow, "name" | "state"> {
  return { name: text || title, state: pending ? "waiting" : failed ? "failed" : "done" };
}

function answerTo({ asked }: { asked?: number }, answers: readonly StepView[]): string | undefined {
  const answer = answers.find((each) => "asked" in each && asked !== undefined && each.asked === asked);
  return answer && "title" in answer ? answer.title.toLowerCase() : undefined;
}

function outcomeOf(step: Extract<StepView, { kind: "tool" }>): Pick<TimelineRow, "outcome" | "attempts"> {
  const { blocked, mocked, attempts } = step;
  if (blocked) return { outcome: step.state };
  if (attempts) return { outcome: countOf(attempts.length, "attempt"), attempts };
  return mocked ? { outcome: "mocked" } : {};
}

function textName({ kind, object }: TextView): { name: string; code: boolean } {
  if (kind === "reasoning") return { name: "Reasoning", code: false };
  if (object === "answer") return { name: "Answer", code: false };
  if (object === "text") return { name: "Text", code: false };
  return { name: object.replace(/\.delta$/, ""), code: true };
}
