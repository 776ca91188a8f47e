import * as vscode from "vscode";
import { commandIds } from "../host/ids.ts";
import { UserError } from "../host/userError.ts";
import { runTitle, shortId } from "../runs/runLabel.ts";
import type { CommandContext } from "./commandContext.ts";
import { checkRunId, findRun, type RunTarget } from "./runTarget.ts";

/** Remembers a run, to compare another one with it. @returns its id */
export async function selectForCompare(context: CommandContext, argument: unknown): Promise<string | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  checkRunId(target.runId);
  await context.compared.select(target);
  vscode.window.setStatusBarMessage(`$(compare-changes) ${nameOf(context, target)} is selected for compare`, 5000);
  return target.runId;
}

/** Shows input, output and story of a run beside those of the one that was selected. @returns both ids */
export async function compareWithSelected(context: CommandContext, argument: unknown): Promise<string[] | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  checkRunId(target.runId);
  const { selected } = context.compared;
  if (!selected) {
    const select = { title: "Select for Compare", run: { command: commandIds.selectForCompare, args: [target] } };
    throw new UserError("No run is selected to compare this one with.", [select]);
  }
  if (!context.compared.canCompare(target)) throw new UserError("This is the run that was selected. Choose another one.");
  const names = `${nameOf(context, selected)} ↔ ${nameOf(context, target)}`;
  for (const [part, word] of [["input", "Input"], ["output", "Output"], ["story", "Story"]] as const) {
    await context.documents.compare(selected, target, part, `${word}: ${names}`);
  }
  return [selected.runId, target.runId];
}

function nameOf({ sessions }: CommandContext, { connectionId, runId, file }: RunTarget): string {
  const run = file === undefined ? sessions.get(connectionId).store.get(runId) : undefined;
  const id = shortId(runId);
  const title = run ? runTitle(run) : id;
  return title === id ? id : `${title} (${id})`;
}
