import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { ToldApart } from "#features/notifications/core/toldApart.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { countOf } from "#model/counts.ts";
import { statusWord } from "#model/status.ts";
import { blockedText } from "#runs/labels/blockedRun.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { isApproval, type PendingInputRequest } from "#runs/labels/pendingInputRequests.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import type { App } from "#workbench/app.ts";
import { fitsIn, otherwiseWords, paramWords } from "#workbench/inputRequests/core/answerWords.ts";
import { runVisibility } from "#workbench/panel/vscode/runPoints.ts";

export type WithConnectionName<T> = T & { readonly connectionName: string; readonly titlePath?: JsonPath };

/** Whether a run is in view, so that the person sees it anyway. */
export function isInSight({ panels, points }: Pick<App, "panels" | "points">, connectionId: string, run: Run): boolean {
  const isShown = panels.isInSight({ connectionId, runId: run.id });
  return isShown || points.of(runVisibility).some((shows) => shows(connectionId, run));
}

export type NotificationButton = "Approve" | "Review…" | "Reject" | "Answer" | "Open Run" | "Show Runs";

interface NotificationContent {
  text: string;
  buttons: readonly NotificationButton[];
}

/** In characters: the longest prompt in a notification. */
const maxPromptLength = 200;

/** The notification for new input requests: the run and the prompt of one, or the number of several. */
export function inputRequestNotification(
  requests: readonly WithConnectionName<PendingInputRequest>[],
  told: ToldApart,
): NotificationContent {
  const [first] = requests;
  if (first && requests.length === 1) {
    const { request } = first;
    const prompt = rowText(askedText(request), maxPromptLength);
    const asks = prompt === "" ? " waits for you" : ` – ${prompt}`;
    if (!isApproval(request)) return { text: aboutRun(first, told, asks), buttons: ["Answer", "Open Run"] };
    // A person who approves here has to see all values, since a prompt may say something else.
    const approve = fitsIn(request, maxPromptLength) ? "Approve" : "Review…";
    const values = rowText(paramWords(request.params), maxPromptLength);
    const text = aboutRun(first, told, `${asks}${values ? ` (${values})` : ""}`);
    return { text, buttons: [approve, "Reject", "Open Run"] };
  }
  const runs = new Set(requests.map(({ connectionId, run }) => `${connectionId}/${run.id}`)).size;
  const apps = [...new Set(requests.map(({ connectionName }) => connectionName))];
  const what = runs === 1 ? `1 run waits for you with ${requests.length} input requests` : `${runs} runs wait for you`;
  return { text: notificationText(`${apps.join(", ")}: ${what}`), buttons: [runs === 1 ? "Open Run" : "Show Runs"] };
}

function resultWords(run: Run): string {
  if (run.status === "failed") return failureReason(run.error);
  if (run.status !== "completed") return "";
  return rowText(sentenceText(runSentence(run)), maxPromptLength);
}

/** `Support Triage: Refund request over $500 – Completed` @param words what follows the run's title */
function aboutRun(
  { connectionName, run, titlePath }: WithConnectionName<{ run: Run }>,
  told: ToldApart,
  words: string,
): string {
  return told.text(run.id, runTitle(run, titlePath), (name) => notificationText(`${connectionName}: ${name}${words}`));
}

/** The text of the warning that a run says the other decision than the person's. @param otherwise what the run says */
export function otherwiseNotification(
  run: WithConnectionName<{ run: Run }>,
  told: ToldApart,
  otherwise: boolean,
): string {
  return aboutRun(run, told, ` – ${otherwiseWords(otherwise)}`);
}

export function endNotification(
  runs: readonly WithConnectionName<{ run: Run; blockedBy?: string }>[],
  told: ToldApart,
): NotificationContent {
  const [first] = runs;
  if (first && runs.length === 1) {
    const result = resultWords(first.run);
    const word = first.blockedBy === undefined ? statusWord(first.run.status) : blockedText(first.blockedBy);
    const words = ` – ${word}${result ? `: ${result}` : ""}`;
    return { text: aboutRun(first, told, words), buttons: ["Open Run"] };
  }
  const apps = [...new Set(runs.map(({ connectionName }) => connectionName))];
  const failed = runs.filter(({ run }) => run.status === "failed").length;
  return {
    text: notificationText(
      `${apps.join(", ")}: ${countOf(runs.length, "run")} ended${failed ? `, ${failed} failed` : ""}`,
    ),
    buttons: ["Show Runs"],
  };
}
