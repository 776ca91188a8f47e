import type { Run } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import { notificationText } from "../../host/errors/notificationText.ts";
import { statusWord } from "../../model/status.ts";
import { fitsIn, paramWords } from "../../runs/inputRequests/answerWords.ts";
import { isApproval, type PendingInputRequest } from "../../runs/inputRequests/pendingInputRequests.ts";
import { failureReason } from "../../runs/labels/failureReason.ts";
import { askedText } from "../../runs/labels/inputRequestText.ts";
import { rowText, runTitle } from "../../runs/labels/runLabel.ts";
import { runSentence } from "../../runs/labels/runSentence.ts";
import { runsIn } from "../connections/connectionText.ts";

/** An input request or a run, with its connection's name and the path of its title. */
export type Named<T> = T & { readonly connectionName: string; readonly titlePath?: JsonPath | undefined };

export type NotificationButton = "Approve" | "Review…" | "Reject" | "Answer" | "Open" | "Show";

/** The text and the buttons of a notification. */
export interface NotificationContent {
  text: string;
  buttons: readonly NotificationButton[];
}

/** In characters: the longest prompt in a notification. */
const longestPrompt = 200;

/** The notification for new input requests: the prompt of one, or the number of several. */
export function inputRequestNotification(requests: readonly Named<PendingInputRequest>[]): NotificationContent {
  const [first] = requests;
  if (first && requests.length === 1) {
    const { connectionName, run, request, titlePath } = first;
    const prompt = rowText(askedText(request), longestPrompt) || `${runTitle(run, titlePath)} waits for you`;
    if (!isApproval(request))
      return { text: notificationText(`${connectionName}: ${prompt}`), buttons: ["Answer", "Open"] };
    // A person who approves here has to see all values, since a prompt may say something else.
    const approve = fitsIn(request, longestPrompt) ? "Approve" : "Review…";
    const values = rowText(paramWords(request.params), longestPrompt);
    const text = `${connectionName}: ${prompt}${values ? ` (${values})` : ""}`;
    return { text: notificationText(text), buttons: [approve, "Reject", "Open"] };
  }
  const runs = new Set(requests.map(({ connectionId, run }) => `${connectionId}/${run.id}`)).size;
  const apps = [...new Set(requests.map(({ connectionName }) => connectionName))];
  const what = runs === 1 ? `1 run waits for you with ${requests.length} input requests` : `${runs} runs wait for you`;
  return { text: notificationText(`${apps.join(", ")}: ${what}`), buttons: [runs === 1 ? "Open" : "Show"] };
}

/** The result of a run that has ended, or why it failed. */
function resultWords(run: Run): string {
  if (run.status === "failed") return failureReason(run.error);
  if (run.status !== "completed") return "";
  const sentence = runSentence(run).map(({ text }) => text);
  return rowText(sentence.join(""), longestPrompt);
}

/** The notification for runs that have ended. */
export function endNotification(runs: readonly Named<{ run: Run }>[]): NotificationContent {
  const [first] = runs;
  if (first && runs.length === 1) {
    const { connectionName, run, titlePath } = first;
    const title = `${connectionName}: ${runTitle(run, titlePath)}`;
    const result = resultWords(run);
    return {
      text: notificationText(`${title} – ${statusWord(run.status)}${result ? `: ${result}` : ""}`),
      buttons: ["Open"],
    };
  }
  const apps = [...new Set(runs.map(({ connectionName }) => connectionName))];
  const failed = runs.filter(({ run }) => run.status === "failed").length;
  return {
    text: notificationText(`${apps.join(", ")}: ${runsIn(runs.length)} ended${failed ? `, ${failed} failed` : ""}`),
    buttons: ["Show"],
  };
}
