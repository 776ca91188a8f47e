import type { InputAnswer } from "../../api/contract.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { TextPlace } from "../../host/confirm.ts";
import { shortId } from "../../model/shortId.ts";
import type { AnswerServiceOptions } from "../../runs/inputRequests/answerService.ts";
import { approvedWords, inputRequestTitle } from "../../runs/inputRequests/answerWords.ts";
import { pendingInputRequests } from "../../runs/inputRequests/pendingInputRequests.ts";
import { runTitle } from "../../runs/labels/runLabel.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import { confirmProduction } from "../steps/confirmProduction.ts";

/**
 * Asks before an answer is sent to a production app, whichever view sends it. The question names the input request and
 * the values.
 */
export function confirmAnswer(
  connections: ConnectionStore,
  sessions: RunsSessions,
  reports: TextPlace,
): AnswerServiceOptions["confirm"] {
  return async ({ connectionId, runId, requestId }, answer) => {
    const { store } = sessions.get(connectionId);
    const run = store.get(runId);
    const request = run && pendingInputRequests(run).find(({ id }) => id === requestId);
    const isApproved = answer.type === "approval" && answer.approved;
    const values = isApproved ? approvedWords(request, answer, Infinity) : (answer.feedback ?? "");
    const what = [
      run ? runTitle(run, store.titlePath) : shortId(runId),
      request ? inputRequestTitle(request, Infinity) : "",
      values,
    ].filter((line) => line !== "");
    const buttons = { button: buttonOf(answer), keep: "Don't Send" };
    return confirmProduction(
      connections.get(connectionId),
      { verb: "Answer", what: what.join("\n"), ...buttons },
      reports,
    );
  };
}

function buttonOf(answer: InputAnswer): string {
  if (answer.type !== "approval") return "Send Answer";
  return answer.approved ? "Approve" : "Reject";
}
