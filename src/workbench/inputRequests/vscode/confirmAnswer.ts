import type { TextViewer } from "#host/confirm.ts";
import { titleById } from "#model/shortId.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import { shownText } from "#runs/questions/confirmation.ts";
import { answerFacts } from "#runs/questions/requestFacts.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import { confirmProduction } from "#workbench/connections/vscode/confirmProduction.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import type { AnswerServiceOptions } from "#workbench/inputRequests/core/answerService.ts";

/**
 * Asks before an answer is sent to a production app, whichever view sends it. The question names the input request and
 * the values.
 */
export function confirmAnswer(
  connections: ConnectionStore,
  sessions: RunsSessions,
  reports: TextViewer,
): AnswerServiceOptions["confirm"] {
  return async ({ connectionId, runId, requestId }, answer) => {
    const { store } = sessions.get(connectionId);
    const run = store.get(runId);
    const request = run && pendingInputRequests(run).find(({ id }) => id === requestId);
    const cover = await connections.withKeys((keys) => new Cover(keys));
    const title = run ? runTitle(run, store.titlePath) : titleById(runId);
    const facts = [
      ...(request ? [`Asks: ${shownText(askedText(cover.keysAlone.value(request)))}`] : []),
      ...answerFacts(request ?? {}, answer, cover),
    ];
    const verb = answer.type !== "approval" ? "Answer" : answer.approved ? "Approve" : "Reject";
    const button = answer.type === "approval" ? verb : "Send Answer";
    const act = { deed: `${verb} “${rowText(title, 60)}”`, facts, button, keep: "Don't Send" };
    for (;;) {
      const connection = connections.get(connectionId);
      if (!(await confirmProduction(connection, act, reports))) return false;
      // The connection may have got another address while the person read the question.
      if (connections.get(connectionId)?.baseUrl === connection?.baseUrl) return true;
    }
  };
}
