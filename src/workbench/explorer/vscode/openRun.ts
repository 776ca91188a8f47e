import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { commandTitle } from "#host/commandTitle.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { idInFileName } from "#model/shortId.ts";
import { isTerminal } from "#model/status.ts";
import type { App } from "#workbench/app.ts";
import { checkRunId } from "#workbench/connections/vscode/namedRun.ts";
import { saveValue } from "#workbench/panel/vscode/saveValue.ts";
import { askForRun } from "./chooseRun.ts";
import { findRun, findRuns } from "./runTarget.ts";

type Context = Pick<App, "activeRuns" | "documents" | "panels" | "selectedRows">;

/**
 * Opens a run's panel, at a step if the argument has the sequence of its event. Without argument it asks for the id.
 * A `title` names the tab of a run that wasn't read yet.
 */
export async function openRun(context: Context, argument: unknown): Promise<string | undefined> {
  const target =
    argument === undefined
      ? await askForRun(context, commandTitle(commandIds.openRun))
      : await findRun(context, argument, { command: commandIds.openRun });
  if (!target) return undefined;
  checkRunId(target.runId);
  context.panels.open(target, optionsIn(argument));
  return target.runId;
}

function optionsIn(argument: unknown): { sequence?: number; title?: string } {
  const given = typeof argument === "object" ? (argument ?? {}) : {};
  const { sequence, title } = given as { sequence?: unknown; title?: unknown };
  return {
    sequence: typeof sequence === "number" ? sequence : undefined,
    title: typeof title === "string" ? title : undefined,
  };
}

/** Copies the ids of runs, one per line. @returns the copied text */
export async function copyRunId(context: Context, clicked: unknown, selected: unknown): Promise<string | undefined> {
  const targets = await findRuns(context, { command: commandIds.copyRunId }, clicked, selected);
  if (targets.length === 0) return undefined;
  const ids = targets.map(({ runId }) => runId).join("\n");
  await vscode.env.clipboard.writeText(ids);
  const what = targets.length === 1 ? "Run ID" : `${targets.length} run IDs`;
  vscode.window.setStatusBarMessage(`$(copy) ${what} copied`, 3000);
  return ids;
}

/** Opens runs as read-only JSON documents. @returns their ids */
export async function openAsText(context: Context, clicked: unknown, selected: unknown): Promise<string[]> {
  const targets = await findRuns(context, { command: commandIds.openAsText }, clicked, selected);
  for (const target of targets) await context.documents.open(target, "run", { preview: targets.length === 1 });
  return targets.map(({ runId }) => runId);
}

/**
 * Saves a run's output as a file where the person chooses: a text unchanged, a base64 file as its bytes, anything else
 * as JSON.
 */
export async function saveOutput(context: Context, argument: unknown): Promise<vscode.Uri | undefined> {
  const target = await findRun(context, argument, { command: commandIds.saveOutput });
  if (!target) return undefined;
  checkRunId(target.runId);
  const { output, status } = await context.documents.readRun(target);
  if (output !== undefined && output !== null) return saveValue(output, `output-${idInFileName(target.runId)}`);
  throw new NothingToDo(isTerminal(status) ? "This run has no output." : "This run has no output yet.");
}
