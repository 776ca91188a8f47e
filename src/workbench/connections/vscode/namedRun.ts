import { commandIds } from "#host/commandIds.ts";
import { UserError } from "#host/errors/userError.ts";
import { isRow } from "#host/givenArgument.ts";
import { looksLikeKey, wordForKey } from "#model/accessKey.ts";
import { isRunId } from "#model/shortId.ts";
import { requireSession } from "./guards.ts";
import type { ConnectionServices } from "./services.ts";

/** A run: by a row of the explorer, an id (of the active connection), or a panel. */
export interface RunTarget {
  connectionId: string;
  runId: string;
  /** The URI of a file with exported runs. */
  file?: string | undefined;
}

/** The run that an argument names, if any. */
export function namedRun(
  { activeRuns }: Pick<ConnectionServices, "activeRuns">,
  argument: unknown,
): RunTarget | undefined {
  if (isTarget(argument)) return runTarget(argument);
  if (isRunNode(argument)) return { connectionId: requireSession(activeRuns).connectionId, runId: argument.runId };
  if (typeof argument === "string") return { connectionId: requireSession(activeRuns).connectionId, runId: argument };
  return undefined;
}

/** @throws UserError when the text can't be an id, which would become part of a path */
export function checkRunId(runId: string): void {
  const problem = runIdProblem(runId);
  if (!problem) return;
  throw new UserError(problem, [{ title: "Open Run by ID…", run: { command: commandIds.openRun } }]);
}

/** Why a text can't be the id of a run. */
export function runIdProblem(runId: string): string | undefined {
  if (runId === "") return "Type a run ID.";
  if (looksLikeKey(runId)) return `This is ${wordForKey(runId)}, not a run ID.`;
  return isRunId(runId) ? undefined : "A run ID contains only letters, digits and hyphens.";
}

/** Whether an argument from VS Code is the row of a run, or of an input request. */
function isRunNode(value: unknown): value is { kind: string; runId: string } {
  if (typeof value !== "object" || value === null) return false;
  const { kind, runId } = value as { kind?: unknown; runId?: unknown };
  return (kind === "run" || kind === "request") && typeof runId === "string";
}

/** Whether it is another kind of row: a shortcut was pressed there, or the view's menu was opened there. */
export function isOtherRow(value: unknown): boolean {
  return isRow(value) && !isRunNode(value) && !isTarget(value);
}

/** The connection and ID of a run, without what else a row of search results has. */
function runTarget({ connectionId, runId, file }: RunTarget): RunTarget {
  return { connectionId, runId, file };
}

function isTarget(value: unknown): value is RunTarget {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId } = value as Partial<Record<keyof RunTarget, unknown>>;
  return typeof connectionId === "string" && typeof runId === "string";
}
