import type { Run } from "../../api/schemas.ts";
import type { JsonPath } from "../../base/json/jsonPath.ts";
import { toastText } from "../../host/errors/notificationText.ts";
import { paramWords } from "../../runs/inputRequests/answerWords.ts";
import { errorSummary } from "../../runs/labels/errorSummary.ts";
import { rowText, runTitle } from "../../runs/labels/runLabel.ts";
import { statusWord } from "../../model/status.ts";
import { isApproval, type PendingRequest } from "../../runs/inputRequests/pendingInputRequests.ts";
import { askedText } from "../../runs/labels/inputRequestText.ts";
import { runsIn } from "../connections/connectionText.ts";

/** A request or a run, what its connection is called, and where the titles of its runs stand. */
export type Named<T> = T & { readonly connectionName: string; readonly titlePath?: JsonPath | undefined };

export type NewsButton = "Approve" | "Reject" | "Answer" | "Open" | "Show";

/** What a notification says, and its buttons. */
export interface News {
  text: string;
  buttons: readonly NewsButton[];
}

/** What a prompt may take of a notification. */
const longestPrompt = 200;

/** Tells of requests that are new: of one with what it asks, of several with how many. */
export function requestNews(requests: readonly Named<PendingRequest>[]): News {
  const [first] = requests;
  if (first && requests.length === 1) {
    const { connectionName, run, request, titlePath } = first;
    const prompt = rowText(askedText(request), longestPrompt) || `${runTitle(run, titlePath)} waits for you`;
    if (!isApproval(request)) return { text: toastText(`${connectionName}: ${prompt}`), buttons: ["Answer", "Open"] };
    // Who approves here sees what: a prompt may say something else than the values.
    const values = rowText(paramWords(request.params), longestPrompt);
    const text = `${connectionName}: ${prompt}${values ? ` (${values})` : ""}`;
    return { text: toastText(text), buttons: ["Approve", "Reject", "Open"] };
  }
  const runs = new Set(requests.map(({ connectionId, run }) => `${connectionId}/${run.id}`)).size;
  const apps = [...new Set(requests.map(({ connectionName }) => connectionName))];
  const what = runs === 1 ? `1 run waits for you with ${requests.length} requests` : `${runs} runs wait for you`;
  return { text: toastText(`${apps.join(", ")}: ${what}`), buttons: [runs === 1 ? "Open" : "Show"] };
}

/** Tells of runs that have ended. */
export function endNews(runs: readonly Named<{ run: Run }>[]): News {
  const [first] = runs;
  if (first && runs.length === 1) {
    const { connectionName, run, titlePath } = first;
    const { code, message } = errorSummary(run.error);
    const why = run.status === "failed" ? rowText([code, message].filter(Boolean).join(" "), longestPrompt) : "";
    const title = `${connectionName}: ${runTitle(run, titlePath)}`;
    return { text: toastText(`${title} – ${statusWord(run.status)}${why ? `: ${why}` : ""}`), buttons: ["Open"] };
  }
  const apps = [...new Set(runs.map(({ connectionName }) => connectionName))];
  const failed = runs.filter(({ run }) => run.status === "failed").length;
  return { text: toastText(`${apps.join(", ")}: ${runsIn(runs.length)} ended${failed ? `, ${failed} failed` : ""}`), buttons: ["Show"] };
}
