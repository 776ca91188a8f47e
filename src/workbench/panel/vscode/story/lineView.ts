import { capital } from "#base/text/capital.ts";
import { decisionText, decisionTitle } from "#model/hookDecision.ts";
import { untilWords } from "#model/resumeTime.ts";
import { askedPrompt } from "#runs/labels/inputRequestText.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { saidOf, stepParts } from "#runs/story/stepParts.ts";
import type { PausedStep, StepPosition, StoryStep } from "#runs/story/storySteps.ts";
import { type AnswerSource, answerStepText } from "#workbench/inputRequests/vscode/answerStepText.ts";
import type { LineView } from "#workbench/panel/page/storyViews.ts";
import { detailsOf } from "./viewParts.ts";

type Line = Omit<LineView, keyof StepPosition | "kind">;

/** A step of a kind without a view of its own, in a line. @param source where an answer came from */
export function lineView(step: Extract<StoryStep, { kind: LineView["kind"] }>, source?: AnswerSource): Line {
  const line = lineOfParts(step);
  switch (step.kind) {
    case "hook": {
      const { decision } = step;
      return {
        ...line,
        title: decisionTitle(decision),
        by: rowText(decision.by),
        text: rowText(decisionText(decision)),
      };
    }
    case "request":
      return { ...line, text: askedPrompt(step.prompt, step.data), pending: step.pending, asked: step.asked };
    case "notice":
      return { ...line, title: "" };
    case "answer":
      return { ...line, ...answerStepText(step, source), asked: step.answered?.until };
    case "paused":
      return { ...line, title: "Paused", text: pausedWords(step) };
    case "resumed":
    case "completed":
    case "canceled":
      return { ...line, title: capital(step.kind) };
    default:
      return line;
  }
}

/** What its parts say: its title, its name and its words, and its data as details. */
function lineOfParts(step: StoryStep): Line {
  const { title, name, failed, values } = stepParts(step);
  const words = values.find((each) => each.words === true)?.value;
  const data = values.find((each) => each.words !== true);
  return {
    title,
    text: [name, words].filter((each) => typeof each === "string" && each !== "").join(": "),
    failed: failed || undefined,
    ...detailsOf(data && saidOf(data)),
  };
}

function pausedWords({ resumeAt, checkpoint }: PausedStep): string {
  const until = resumeAt === undefined ? undefined : untilWords(resumeAt);
  return capital([until, checkpoint && `checkpoint ${checkpoint}`].filter(Boolean).join(", "));
}
