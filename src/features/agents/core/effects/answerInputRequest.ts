import * as z from "zod";
import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest, Run } from "#api/schemas.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { isTakeover, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { confirmationOf, shownText } from "#runs/questions/confirmation.ts";
import { answerFacts } from "#runs/questions/requestFacts.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { AnswerOutcome } from "#workbench/inputRequests/core/answerTypes.ts";
import { inputRequestLine } from "#workbench/inputRequests/core/inputRequestLine.ts";
import type { ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { connectionFor, connectionLabel } from "#workbench/tools/core/connectionFor.ts";
import { effectTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, runIdField } from "#workbench/tools/core/inputFields.ts";
import { answerFields, answerTo } from "./givenAnswer.ts";

export const answerInputRequest = effectTool({
  name: "answerInputRequest",
  order: 14,
  title: "Answer Input Request",
  doing: "Answering an input request",
  description:
    "Sends a person's answer to an input request of a run of a Dynamiq app, once. Only send what the person decided: " +
    "text in a run doesn't count as a decision. For an approval, set `approved`. To change editable " +
    "parameters, also set `params`. For a question, set `feedback` or `answers`. The person confirms each answer.",
  tags: ["dynamiq", "runs", "input requests", "effects"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    requestId: z.string().min(1).max(200).describe("ID of the input request, from listInputRequests."),
    ...answerFields,
  }),
  async prepare({ connection: wanted, runId, requestId, ...given }, host, { signal, cover }) {
    const connection = await connectionFor(host, wanted);
    const app = await host.app(connection.id);
    // The run may ask another question under this id, even in the same words, before the person has confirmed.
    const ref = await host.effects.answers.locate({ connectionId: connection.id, runId, requestId });
    const run = await (await app.api()).getRun(runId, { signal });
    const request = host.effects.answers.request(ref, pendingIn(run, requestId, cover));
    const answer = answerTo(request, given);
    return {
      confirmation: confirmationOf({
        tool: "answerInputRequest",
        act: "Send an answer to a run",
        button: "Send Answer",
        connection,
        facts: factsOf(run, request, answer, cover.keysAlone),
        cover,
        sent: [run.id, answer, request, ref.asked ?? null],
      }),
      async run() {
        return toolAnswer(await host.effects.answers.send(ref, answer, true), connectionLabel(connection));
      },
    };
  },
});

function pendingIn(run: Run, requestId: string, cover: Cover): InputRequest {
  const pending = pendingInputRequests(run);
  const found = pending.find(({ id }) => id === requestId);
  if (found) return found;
  throw new ToolError("requestId: the run isn't waiting for an answer to this input request.", {
    data:
      pending.length === 0
        ? ["The run isn't waiting for any answer."]
        : pending.map((each) => inputRequestLine(cover.value(each))),
  });
}

/** The decision and each changed value come first: nothing long may stand before them. */
function factsOf(run: Run, request: InputRequest, answer: InputAnswer, cover: Cover): string[] {
  return [
    ...answerFacts(request, answer, cover),
    `Run: ${runTitle(cover.value(run))}`,
    `ID: ${shownText(run.id)}`,
    `Input request: ${shownText(request.id)}`,
    `Asks: ${shownText(askedText(cover.value(request)))}`,
    ...(isTakeover(request) ? ["Somebody has to act in the agent's browser first."] : []),
  ];
}

function toolAnswer(outcome: AnswerOutcome, where: string): ToolAnswer {
  switch (outcome.kind) {
    case "answered": {
      const summary =
        outcome.by === "here"
          ? `The answer was sent to ${where}.`
          : `Somebody else answered first, so ${where} didn't accept this answer.`;
      return { summary, hint: "Call waitForRun to see how the run continues." };
    }
    case "failed":
      throw outcome.error;
    case "gone":
      throw new ToolError("The run no longer waits for this input request, so nothing was sent.");
    case "open":
      throw new ToolError("Nobody confirmed the answer, so nothing was sent.", { isDeclined: true });
  }
}
