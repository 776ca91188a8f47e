import { looksLikeKey, wordForKey } from "../../../api/accessKey.ts";
import { NothingToDo, UserError } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { runInputStep } from "../../../host/steps/inputStep.ts";
import { isRunId } from "../../../model/shortId.ts";
import type { App } from "../../app.ts";
import { requireSession } from "../../connections/vscode/guards.ts";
import type { RunPlace } from "../../panel/vscode/panelSlots.ts";
import { isRow } from "./givenArgument.ts";
import type { InputRequestNode, RunNode } from "./nodes.ts";

type Needs = Pick<App, "activeRuns" | "panels">;

/** A run: by a row of the explorer, an id (of the active connection), or a panel; without any, the panel in view. */
export type RunTarget = RunPlace;

/** Finds the run for a command. @returns `undefined` when the person was asked and canceled */
export async function findRun(context: Needs, argument: unknown): Promise<RunTarget | undefined> {
  checkRow(argument);
  return namedRun(context, argument) ?? context.panels.active ?? askForRun(context);
}

/** The run that an argument names, if any. */
export function namedRun({ activeRuns }: Needs, argument: unknown): RunTarget | undefined {
  if (isTarget(argument)) return placeOf(argument);
  if (isRunNode(argument)) return { connectionId: requireSession(activeRuns).connectionId, runId: argument.runId };
  if (typeof argument === "string") return { connectionId: requireSession(activeRuns).connectionId, runId: argument };
  return undefined;
}

/** @throws NothingToDo for a row of the explorer that isn't a run */
export function checkRow(argument: unknown): void {
  if (isOtherRow(argument)) throw new NothingToDo("This row isn't a run. Select a run first.");
}

/** Asks for a run's id. */
export async function askForRun({ activeRuns }: Needs): Promise<RunTarget | undefined> {
  const { connectionId } = requireSession(activeRuns);
  const runId = await runInputStep({
    title: "Open Run",
    prompt: "Run ID",
    placeholder: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001",
    check: runIdProblem,
  });
  return runId && { connectionId, runId: runId.value };
}

/** @throws UserError when the text can't be an id, which would become part of a path */
export function checkRunId(runId: string): void {
  const problem = runIdProblem(runId);
  if (!problem) return;
  throw new UserError(problem, [{ title: "Open Run…", run: { command: commandIds.openRun } }]);
}

function runIdProblem(runId: string): string | undefined {
  if (runId === "") return "Type a run ID.";
  if (looksLikeKey(runId)) return `This is ${wordForKey(runId)}, not a run ID.`;
  return isRunId(runId) ? undefined : "A run ID contains only letters, digits and hyphens.";
}

/** Whether an argument from VS Code is the row of a run, or of an input request. */
function isRunNode(value: unknown): value is RunNode | InputRequestNode {
  if (typeof value !== "object" || value === null) return false;
  const { kind, runId } = value as Partial<Record<keyof RunNode, unknown>>;
  return (kind === "run" || kind === "request") && typeof runId === "string";
}

/** Whether it is another kind of row: a shortcut was pressed there, or the view's menu was opened there. */
export function isOtherRow(value: unknown): boolean {
  return isRow(value) && !isRunNode(value) && !isTarget(value);
}

/** Without what else a row of search results has. */
function placeOf({ connectionId, runId, file }: RunTarget): RunTarget {
  return { connectionId, runId, file };
}

function isTarget(value: unknown): value is RunTarget {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId } = value as Partial<Record<keyof RunTarget, unknown>>;
  return typeof connectionId === "string" && typeof runId === "string";
}
