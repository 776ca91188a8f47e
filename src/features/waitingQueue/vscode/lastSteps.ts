import type { RunsApi } from "#api/contract.ts";
import type { StepLineView } from "#features/waitingQueue/page/queueViews.ts";
import { formatDuration } from "#model/duration.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { withoutLarge } from "#runs/values/largeValue.ts";
import { callSummary } from "#workbench/panel/vscode/story/callSummary.ts";

/** How many of a run's newest events are read: what led to a question is among them. */
const newestEvents = 100;
const maxSteps = 5;
/** In characters. */
const maxTextLength = 240;

/** The last steps of a run, in one request. @throws ApiError */
export async function lastSteps(api: RunsApi, runId: string): Promise<StepLineView[]> {
  const { data } = await api.listEvents(runId, { page: 1, page_size: newestEvents, sort: "-sequence" });
  const story = new RunStory(withoutLarge);
  story.apply(data.toReversed());
  return story.steps.slice(-maxSteps).map(stepLine);
}

function stepLine(step: StoryStep): StepLineView {
  const took = step.kind === "tool" && step.duration !== undefined ? formatDuration(step.duration) : "";
  switch (step.kind) {
    case "tool": {
      const text = step.state === "finished" ? callSummary(step.input, step.result) : stepParts(step).status;
      return { icon: "tools", name: rowText(step.name), text, took };
    }
    case "text": {
      const isThought = step.object.includes("reasoning");
      return { icon: isThought ? "thinking" : "comment", name: "", text: rowText(step.text, maxTextLength), took };
    }
    case "request":
      return { icon: "bell-dot", name: "", text: `Asked for ${step.request}`, took };
    case "answer":
      return { icon: "reply", name: "", text: rowText(`Answered ${step.prompt ?? ""}`, maxTextLength), took };
    default: {
      const { title, name } = stepParts(step);
      return { icon: "info", name: "", text: rowText([title, name].filter(Boolean).join(" "), maxTextLength), took };
    }
  }
}
