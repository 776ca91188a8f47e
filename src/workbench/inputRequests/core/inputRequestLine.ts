import type { InputRequest } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { readQuestions } from "#model/questions.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { isApproval, isTakeover } from "#runs/labels/pendingInputRequests.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { foldedJson } from "#runs/text/foldedValue.ts";

const maxPromptLength = 1_000;

/** A pending input request: what it asks, and what an answer has to hold. */
export function inputRequestLine(request: InputRequest): string {
  const questions = readQuestions(request["questions"]).map(({ id, question, options, several }) => {
    const labels = options.map(({ label }) => rowText(label)).join(" | ");
    const choice = labels === "" ? "" : ` (${several ? "any of" : "one of"}: ${labels})`;
    return `  question ${rowText(id)}: ${rowText(question, 300)}${choice}`;
  });
  const editable = request.editable_params ?? [];
  return [
    `- requestId: ${rowText(request.id, 200)}; kind: ${isApproval(request) ? "approval" : "feedback"}`,
    `  asks: ${rowText(askedText(request), maxPromptLength)}`,
    ...(isTakeover(request) ? ["  a person has to act in the agent's browser first"] : []),
    ...(isContainer(request.params) ? [`  params: ${foldedJson(request.params)}`] : []),
    ...(editable.length > 0 ? [`  editable: ${editable.map((name) => rowText(name)).join(", ")}`] : []),
    ...questions,
  ].join("\n");
}
