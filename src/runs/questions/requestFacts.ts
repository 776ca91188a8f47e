import { relative } from "node:path";
import type { CreateRunRequest, FileSource, InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { formatBytes } from "#model/bytes.ts";
import { isWithin, resolveLinks } from "#runFiles/paths.ts";
import type { Cover } from "#runs/values/cover.ts";
import { shownJson, shownText } from "./confirmation.ts";

/** What a person is shown of a request: every value that is sent. */
export interface ShownRequest {
  request: CreateRunRequest;
  /** The files, as `fileFact` says them. */
  files: readonly string[];
  /** The notations of the variables that have values: `${env:USER}`. */
  variables: readonly string[];
  /** The values that are new each time, with their variables, which are shown in their place. */
  fresh: ReadonlyMap<string, string>;
}

/** A request as lines for a person. None is cut, and of its values keys alone are covered, whatever their names. */
export function requestFacts({ request, files, variables, fresh }: ShownRequest, cover: Cover): string[] {
  const { input, user_id: user, session_id: session, file_ids: uploads = [] } = cover.keysAlone.value(request);
  const facts = [
    `Input: ${shownJson(input)}`,
    ...(user === undefined ? [] : [`User: ${shownText(user)}`]),
    ...(session === undefined ? [] : [`Session: ${shownText(session)}`]),
    ...files.map((file) => `Attachment: ${file}`),
    ...uploads.map((id) => `Upload: ${shownText(id)}`),
    ...(variables.length === 0 ? [] : [filledIn(variables)]),
  ];
  return facts.map((fact) => fact.replace(freshValue, (value) => fresh.get(value) ?? value));
}

/** The variables that have values, as a line. */
export function filledIn(variables: readonly string[]): string {
  return `Filled in: ${variables.join(", ")}`;
}

/** A UUID or a time: a value that is new each time (`isNewEachTime`). */
const freshValue = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** The path of a file relative to its workspace folder, and where it leads if it is a link: `data/note.txt (5 B)`. */
export async function fileFact({ name, path = name, size }: FileSource, folder: string): Promise<string> {
  const shown = (shownPath: string): string =>
    shownText(isWithin(shownPath, folder) ? relative(folder, shownPath).replaceAll("\\", "/") : shownPath);
  const real = (await resolveLinks(path)) ?? path;
  return `${shown(path)} (${formatBytes(size)})${real === path ? "" : `, a link to ${shown(real)}`}`;
}

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
  const before = new Map(isFields(proposed) ? Object.entries(proposed) : []);
  const values = Object.entries(params);
  const isKept = ([name, value]: [string, unknown]): boolean => before.has(name) && sameJson(before.get(name), value);
  const changed = values
    .filter((entry) => !isKept(entry))
    .map(([name, value]) => {
      const was = before.has(name) ? `proposed: ${shown(before.get(name))}` : "no value was proposed";
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
    const own = text === undefined ? "" : `, free text: ${shownJson(text)}`;
    return `Answer to ${shownName(id)}: ${shownJson(selected)}${own}`;
  });
  return [...chosen, `Answer: ${shownText(feedback)}`];
}

/** A name that can't be mistaken for more than a name. */
function shownName(name: string): string {
  return /^[\p{L}\p{N}_.$-]+$/u.test(name) ? name : shownJson(name);
}
