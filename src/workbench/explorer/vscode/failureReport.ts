import { explainError } from "#host/errors/explainError.ts";
import { showError } from "#host/errors/showError.ts";
import { warn } from "#host/notifications.ts";
import { shortId, titleById } from "#model/shortId.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";

type Context = Pick<App, "log" | "reports" | "sessions">;

export interface RunFailure {
  target: RunTarget;
  error: unknown;
}

/** Shows one notification for all runs for which something failed. The details are in a document. */
export function reportFailures(context: Context, message: string, failures: readonly RunFailure[]): void {
  const lines = failures.map(({ target, error }) => {
    const byId = titleById(target.runId);
    const { store } = context.sessions.get(target.connectionId);
    const run = store.get(target.runId);
    const title = run ? runTitle(run, store.titlePath) : byId;
    return `- ${title === byId ? byId : `${title} (${shortId(target.runId)})`}: ${explainError(error).message}`;
  });
  for (const { error } of failures) context.log.error(error, "An action failed for one of several runs");
  const text = `${message}\n\n${lines.join("\n")}\n`;
  warn(message, "Show Report").then((chosen) => chosen && context.reports.show("Runs report", text), showError);
}
