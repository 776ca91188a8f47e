import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { withoutUndefined } from "#base/stored.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { answersAsText, type GivenAnswer, readQuestions } from "#model/questions.ts";
import { approvalFields } from "#model/sdkApproval.ts";
import { withoutIds } from "#runs/compare/keys/valueKey.ts";
import { askedPrompt } from "#runs/labels/inputRequestText.ts";
import type { AnswerStep, StoryStep } from "#runs/story/storySteps.ts";

type Fields = Record<string, unknown>;

/** In characters: as much of a prompt as an answer needs to be found again. */
const maxPromptLength = 60;
/** In characters. A shorter part of a prompt could mean anything. */
const minPromptLength = 8;

/** The answers of people in a run, in the form of a golden file. */
export function recordedAnswers(steps: readonly StoryStep[], replay: boolean): object[] {
  return steps.flatMap((step) => (step.kind === "answer" ? [recorded(step, replay)] : []));
}

function recorded(step: AnswerStep, replay: boolean): object {
  const data = fieldsOf(step.data);
  const approved = data["approved"] ?? data["is_approved"];
  const asked = askedPart(step);
  const request = fieldsOf(step.asked);
  const answer =
    typeof approved === "boolean"
      ? { approval: asked, approved, ...approval(approved, data, request) }
      : { question: asked, ...reply(data, request) };
  return withoutUndefined({ ...answer, replay });
}

function approval(approved: boolean, data: Fields, request: Fields): Fields {
  const before = fieldsOf(approvalFields(request)["params"]);
  const told = fieldsOf(data["params"] ?? data["data"]);
  const changed = Object.entries(told).filter(([name, value]) => !sameJson(before[name], value));
  const feedback = textOf(data["feedback"]) ?? "";
  return {
    params: approved && changed.length > 0 ? Object.fromEntries(changed) : undefined,
    feedback: feedback.trim() === "" ? undefined : feedback,
  };
}

function reply(data: Fields, request: Fields): Fields {
  const answers = choices(data["answers"]);
  const chosen = answersAsText(readQuestions(request["questions"]), answers);
  const feedback = textOf(data["feedback"]) ?? "";
  // The text repeats the choices for the model: a file needs them once.
  const text = chosen !== "" && feedback.startsWith(chosen) ? feedback.slice(chosen.length).trim() : feedback;
  return { text: text.trim() === "" ? "" : text, answers: answers.length > 0 ? answers : undefined };
}

function choices(value: unknown): GivenAnswer[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => {
    const { question_id: id, selected, custom_text: custom } = fieldsOf(each);
    if (typeof id !== "string" || id.trim() === "" || !Array.isArray(selected)) return [];
    const labels = selected.filter((label) => typeof label === "string" && label.trim() !== "") as string[];
    const own = textOf(custom)?.trim() ? textOf(custom) : undefined;
    return [withoutUndefined({ question_id: id, selected: labels, custom_text: own })];
  });
}

/** A part of the prompt that the next run has as well; `*` where there is none. */
function askedPart({ prompt = "", asked }: AnswerStep): string {
  const [lasting = ""] = withoutIds(oneLine(askedPrompt(prompt, asked))).split("…", 1);
  const part = lasting
    .slice(0, maxPromptLength)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
  return part.length < minPromptLength ? "*" : part;
}
