import type { InputAnswer } from "../../api/contract.ts";
import type { InputRequest } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { sameJson } from "../../base/json/sameJson.ts";
import type { Cover } from "../values/cover.ts";
import { shownJson, shownText } from "./confirmation.ts";

/** An answer as lines for a person. None is cut, and of its values keys alone are covered. */
export function answerFacts({ params }: Pick<InputRequest, "params">, answer: InputAnswer, cover: Cover): string[] {
  const { keysAlone } = cover;
  return answer.type === "approval" ? decisionFacts(params, answer, keysAlone) : feedbackFacts(keysAlone.value(answer));
}

function decisionFacts(
  proposed: unknown,
  { approved, params = {}, feedback }: Extract<InputAnswer, { type: "approval" }>,
  cover: Cover,
): string[] {
  const shown = (value: unknown): string => shownJson(cover.value(value));
  const before = new Map(isContainer(proposed) && !Array.isArray(proposed) ? Object.entries(proposed) : []);
  const values = Object.entries(params);
  const isKept = ([name, value]: [string, unknown]): boolean => before.has(name) && sameJson(before.get(name), value);
  const changed = values
    .filter((entry) => !isKept(entry))
    .map(([name, value]) => {
      const was = before.has(name) ? `proposed: ${shown(before.get(name))}` : "nothing was proposed";
      return `Changed ${shownName(name)}: ${shown(value)} (${was})`;
    });
  // They aren't sent, as the run has them, but are approved with the others.
  const unchanged = [...before].filter(([name]) => !Object.hasOwn(params, name));
  return [
    `Answer: ${approved ? "approved" : "rejected"}`,
    ...changed,
    ...(feedback === undefined ? [] : [`Feedback: ${shownText(cover.text(feedback))}`]),
    ...values.filter(isKept).map(([name, value]) => `As proposed, ${shownName(name)}: ${shown(value)}`),
    ...(approved ? unchanged.map(([name, value]) => `Unchanged ${shownName(name)}: ${shown(value)}`) : []),
    ...(approved && before.size === 0 && proposed !== undefined && proposed !== null
      ? [`Unchanged: ${shown(proposed)}`]
      : []),
  ];
}

function feedbackFacts({ feedback, answers = [] }: Extract<InputAnswer, { type: "human_feedback" }>): string[] {
  const chosen = answers.map(({ question_id: id, selected, custom_text: text }) => {
    const own = text === undefined ? "" : `, in own words: ${shownJson(text)}`;
    return `Answer to ${shownName(id)}: ${shownJson(selected)}${own}`;
  });
  return [...chosen, `Answer: ${shownText(feedback)}`];
}

/** A name that can't be mistaken for more than a name. */
function shownName(name: string): string {
  return /^[\p{L}\p{N}_.$-]+$/u.test(name) ? name : shownJson(name);
}
