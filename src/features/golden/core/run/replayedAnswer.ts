import type { InputAnswer, QuestionAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { oneLine } from "#base/text/oneLine.ts";
import type { GoldenAnswer } from "#features/golden/core/file/goldenTypes.ts";
import type { RunFailure } from "#features/golden/core/goldenResult.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { answersAsText, readQuestions } from "#model/questions.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { isApproval } from "#runs/labels/pendingInputRequests.ts";

type Approval = Extract<GoldenAnswer, { kind: "approval" }>;
type Reply = Extract<GoldenAnswer, { kind: "question" }>;

/** An answer of the file to a request, or why there is none. */
export type Replay = { from: GoldenAnswer; answer: InputAnswer } | { failure: RunFailure };

/** In characters. A longer prompt fills the row. */
const maxPromptLength = 80;

/**
 * The answer that a test sends to an input request: the first one of its file that fits and wasn't used before.
 *
 * @param used the answers that this run got already
 */
export function replayedAnswer(
  request: InputRequest,
  answers: readonly GoldenAnswer[],
  used: ReadonlySet<GoldenAnswer>,
): Replay {
  const kind = isApproval(request) ? "approval" : "question";
  const fitting = answers.filter((answer) => answer.kind === kind && fitsPrompt(answer.asked, request));
  const found = fitting.find((answer) => answer.replay && !used.has(answer));
  if (!found) return { failure: noAnswer(request, fitting) };
  return found.kind === "approval" ? approval(request, found) : reply(request, found);
}

export function promptOf(request: InputRequest): string {
  const text = oneLine(askedText(request), maxPromptLength);
  return text === "" ? "an input request without a prompt" : `“${text}”`;
}

function noAnswer(request: InputRequest, fitting: readonly GoldenAnswer[]): RunFailure {
  const prompt = promptOf(request);
  const recorded = fitting.find(({ replay }) => !replay);
  if (recorded) {
    const nextStep = 'To send it, add "replay": true to it.';
    return {
      kind: "asked",
      sentence: `The recorded answer to ${prompt} isn't replayed. ${nextStep}`,
      range: recorded.range,
    };
  }
  const none = fitting.length > 0 ? "no answer left" : "no answer";
  const nextStep = `Add one to "answers", with "replay": true.`;
  return { kind: "asked", sentence: `The test has ${none} for ${prompt}. ${nextStep}` };
}

/** Whether an answer is meant for a request: by a part of its prompt, or by what asks. */
function fitsPrompt(asked: string, request: InputRequest): boolean {
  const plainPrompt = plainPromptText(asked);
  if (plainPrompt === "*") return true;
  const names = ["tool", "tool_name", "name", "node", "title"].map((key) => request[key]);
  const isNamed = names.some((name) => typeof name === "string" && plainPromptText(name) === plainPrompt);
  const texts = [request.prompt ?? "", askedText(request)];
  return isNamed || texts.some((text) => plainPromptText(text).includes(plainPrompt));
}

function plainPromptText(text: string): string {
  return shortPlaceholders(oneLine(text)).toLowerCase();
}

function approval(request: InputRequest, from: Approval): Replay {
  const { approved, params = {}, feedback } = from;
  const base = { type: "approval", request_id: request.id, approved } as const;
  const told = feedback === undefined ? {} : { feedback };
  if (!approved) return { from, answer: { ...base, ...told } };
  const asked = isContainer(request.params) ? (request.params as Record<string, unknown>) : {};
  const editable = request.editable_params ?? [];
  const changed = Object.keys(params).filter(
    (name) => !Object.hasOwn(asked, name) || !sameJson(asked[name], params[name]),
  );
  const locked = changed.find((name) => !editable.includes(name));
  if (locked !== undefined) {
    const sentence =
      `The recorded answer to ${promptOf(request)} changes ${locked}, which can't be edited in this run. ` +
      'Correct or remove it in "params".';
    return { failure: { kind: "asked", sentence, range: from.range } };
  }
  if (changed.length === 0) return { from, answer: { ...base, ...told } };
  const kept = Object.entries(asked).filter(([name]) => editable.includes(name));
  const edited = changed.map((name) => [name, params[name]]);
  return { from, answer: { ...base, params: Object.fromEntries([...kept, ...edited]), ...told } };
}

/** Models read the text alone: the choices are in it as well, as when a person answers. */
function reply(request: InputRequest, from: Reply): Replay {
  const answers: QuestionAnswer[] = from.answers ?? [];
  const chosen = answersAsText(readQuestions(request["questions"]), answers);
  const feedback = [chosen, from.text].filter((text) => text !== "").join("\n");
  const base = { type: "human_feedback", request_id: request.id, feedback } as const;
  return { from, answer: { ...base, answers: answers.length > 0 ? answers : undefined } };
}
