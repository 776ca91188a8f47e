import type { StepView } from "../../../protocol/storyViews.ts";
import type { TimelineRow } from "./timelineRow.ts";

/** A step without a time begins where the one before it began. */
export function rowOf(item: StepView, from: number, answers: readonly StepView[]): TimelineRow | undefined {
  const base = { id: item.id, code: false, level: 1, sequence: item.sequence, from, item } as const;
  const until = Math.max(from, item.until ?? from);
  switch (item.kind) {
    case "text":
      return {
        ...base,
        ...textName(item.object),
        kind: "text",
        state: item.growing ? "running" : "done",
        ...(item.growing ? {} : { to: until }),
      };
    case "tool":
      return {
        ...base,
        kind: "tool",
        name: item.name,
        code: true,
        state: item.state === "finished" ? "done" : item.state,
        ...(item.state === "running" ? {} : { to: item.until === undefined ? from + (item.duration ?? 0) : until }),
      };
    case "request": {
      const answer = answers.find(
        ({ at, ...each }) => at === item.until && "text" in each && each.text.includes(item.text),
      );
      return {
        ...base,
        kind: "wait",
        name: item.text || item.title,
        state: item.pending ? "waiting" : "done",
        ...(item.pending ? {} : { to: until }),
        ...(answer && "title" in answer ? { outcome: answer.title.toLowerCase() } : {}),
      };
    }
    case "paused":
      return { ...base, kind: "wait", name: "Paused", state: "paused" };
    case "failed":
      return {
        ...base,
        kind: "failure",
        name: item.code ?? "Failed",
        code: item.code !== undefined,
        state: "failed",
        to: from,
      };
    case "answer":
    case "canceled":
    case "completed":
    case "notice":
    case "other":
    case "workflow":
    case "resumed":
    case "started":
      return undefined;
  }
}

function textName(object: string): { name: string; code: boolean } {
  if (object.includes("reasoning")) return { name: "Reasoning", code: false };
  if (object === "answer") return { name: "Answer", code: false };
  if (object === "text") return { name: "Text", code: false };
  return { name: object.replace(/\.delta$/, ""), code: true };
}
