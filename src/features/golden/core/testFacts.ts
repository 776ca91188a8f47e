import { shownJson, shownText } from "#runs/questions/confirmation.ts";
import { fileFact, filledIn, requestFacts } from "#runs/questions/requestFacts.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { ConfirmedTest } from "./file/goldenRequest.ts";
import type { GoldenAnswer, GoldenTest } from "./file/goldenTypes.ts";

/** What each run of a golden test sends, as it was confirmed. @param folder its workspace folder, an absolute path */
export async function testRequestFacts(
  { turns, isConversation }: GoldenTest,
  { requests, fresh, variables }: ConfirmedTest,
  folder: string,
  cover: Cover,
): Promise<string[]> {
  const facts: string[] = [];
  for (const [index, { request, files }] of requests.entries()) {
    const named = await Promise.all(files.map((file) => fileFact(file, folder)));
    if (isConversation) facts.push(`Turn ${index + 1}:`);
    facts.push(...requestFacts({ request, files: named, variables: [], fresh }, cover));
  }
  const session = isConversation ? "a new one for all turns" : "a new one in each run";
  return [
    ...facts,
    ...(variables.length === 0 ? [] : [filledIn(variables)]),
    ...(turns[0]?.request.newSession ? [`Session: ${session}`] : []),
  ];
}

/** The recorded answers that a test sends, as lines for a person. */
export function replayFacts({ answers }: Pick<GoldenTest, "answers">, cover: Cover): string[] {
  return answers.filter(({ replay }) => replay).map((answer) => replayFact(cover.keysAlone.value(answer)));
}

function replayFact(answer: GoldenAnswer): string {
  const asked = `Answer to ${shownText(answer.asked)}`;
  if (answer.kind === "question") {
    const chosen = answer.answers === undefined ? "" : `, answers: ${shownJson(answer.answers)}`;
    return `${asked}: ${shownJson(answer.text)}${chosen}`;
  }
  const params = answer.params === undefined ? "" : `, params: ${shownJson(answer.params)}`;
  const feedback = answer.feedback === undefined ? "" : `, feedback: ${shownJson(answer.feedback)}`;
  return `${asked}: ${answer.approved ? "approved" : "rejected"}${params}${feedback}`;
}
