import type { InputRequest, Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { isApproval, isTakeover, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { hasNoId } from "#runs/labels/unreadableRun.ts";

/** The actions for a run, for the menus in package.json. */
export function contextWords(run: Run, connectionId: string): string[] {
  if (hasNoId(run)) return ["unreadable"];
  const [request, ...others] = pendingInputRequests(run);
  const words = [
    "run",
    ...stateWords(run, connectionId),
    ...(request && others.length === 0 ? [requestWords(request)] : []),
  ];
  if (run.status === "completed") words.push("completed");
  if (run.user_id) words.push("user");
  if (run.session_id) words.push("session");
  return words;
}

/** A local run can't be canceled or run again, so it has words of its own. */
function stateWords(run: Run, connectionId: string): string[] {
  const hasEnded = isTerminal(run.status);
  if (isLocalRun(run, { connectionId })) return [hasEnded ? "kept" : "going", "local"];
  return [hasEnded ? "terminal" : "active"];
}

/** The ways to answer an input request, for the menus in package.json. */
export function requestWords(request: InputRequest): string {
  if (isApproval(request)) return "approval";
  return isTakeover(request) ? "feedback browser" : "feedback";
}

/**
 * The attribute `data-vscode-context` of a run in a page: VS Code shows the menu of a row for it, and gives this object
 * to the chosen command.
 *
 * @param file with the exported run
 */
export function runContext(run: Run, connectionId: string, file?: string): string {
  return JSON.stringify({
    webviewSection: "dynamiqRun",
    viewItem: (file === undefined ? contextWords(run, connectionId) : exportedWords(run)).join(" "),
    connectionId,
    runId: run.id,
    file,
  });
}

/** A run from a file is read-only, and no list of runs can be filtered by its user or session. */
function exportedWords({ status }: Run): string[] {
  return ["run", "exported", ...(status === "completed" ? ["completed"] : [])];
}
