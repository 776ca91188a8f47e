import { parse } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { askLocalApp } from "#features/localApps/core/askLocalApp.ts";
import { type FieldShape, inputOf } from "#features/localApps/core/inputFields.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { shortId } from "#model/shortId.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { checkRunId, namedRun } from "#workbench/connections/vscode/namedRun.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { openNewRunFile } from "#workbench/runFiles/vscode/newRunFile.ts";
import { startDebugging } from "./debugging.ts";
import type { LocalApps, ServedHere } from "./localApps.ts";
import { chooseTarget } from "./targetChoice.ts";
import { servedTarget, type WorkspaceTarget } from "./workspaceTarget.ts";

type Context = App & { localApps: LocalApps };

/**
 * Serves a workflow.
 *
 * @param argument from a lens, or `active` for that of the active connection; else the person chooses
 * @returns the id of its connection
 */
export async function serveWorkflow(context: Context, argument: unknown): Promise<string | undefined> {
  requireTrust("no code is run");
  const own = argument === "active" ? targetOfConnection(context.connections.active) : undefined;
  const target = isTarget(argument) ? argument : (own ?? (await chooseTarget("Serve Workflow")));
  const connection = target && (await context.localApps.serve(target));
  return connection?.id;
}

/** Serves a workflow with a debugger. */
export async function debugWorkflow(context: Context, argument: unknown): Promise<string | undefined> {
  requireTrust("no code is run");
  const target = isTarget(argument) ? argument : await chooseTarget("Debug Workflow");
  return target && startDebugging(context.localApps, target);
}

/** Ends the processes of a local app. Its runs stay. */
export async function stopLocalApp({ localApps }: Context, argument: unknown): Promise<void> {
  const served = await chooseServed(localApps, argument, "Stop Local App");
  if (served) await localApps.stop(served.target);
}

/** Shows what the code prints. */
export async function showLocalAppLog({ localApps }: Context, argument: unknown): Promise<void> {
  (await chooseServed(localApps, argument, "Show Log of Local App"))?.log.show();
}

/**
 * Shows what the code printed while a run went on.
 *
 * @param argument a row, a panel or an id; without it, the run of the panel that has the focus
 */
export async function showRunLog(context: Context, argument: unknown): Promise<void> {
  const run = namedRun(context, argument) ?? context.panels.active;
  if (!run) throw new NothingToDo("No run is open. Open a run of a local app first.");
  checkRunId(run.runId);
  const served = context.localApps.ofConnection(run.connectionId);
  if (!served) throw new NothingToDo("The app of this run isn't being served. Serve it to read the log.");
  const lines = await askLocalApp(served.app, "GET", `/v1/runs/${run.runId}/log`);
  const text = z.array(z.string()).parse(lines).join("\n");
  if (text === "") throw new NothingToDo("The code printed nothing in this run.");
  await context.reports.show(`Log of Run ${shortId(run.runId)}.log`, `${text}\n`);
}

/** Opens a run file with the fields of the app's Input node. @returns its URI */
export async function runLocalApp(context: Context, argument: unknown): Promise<vscode.Uri | undefined> {
  requireTrust("no code is run");
  const served = await chooseServed(context.localApps, argument, "Run Local App");
  if (!served) return undefined;
  await context.connections.setActive(served.connectionId);
  const { app } = served.app.state;
  const input = inputOf(app?.input_schema as FieldShape | undefined);
  return openNewRunFile(fileNameOf(served.target.target), `${stringifyJson({ input }, 2)}\n`);
}

/** @throws NothingToDo for a workflow of another workspace. @returns `undefined` for a deployed app */
function targetOfConnection(connection: Connection | undefined): WorkspaceTarget | undefined {
  if (!connection?.served) return undefined;
  const { folder: path, target } = connection.served;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === path);
  if (!folder) throw new NothingToDo(`${target} is in ${path}. Open that folder, and serve it there.`);
  return { folder, name: target, file: vscode.Uri.joinPath(folder.uri, target.replace(/:[^:]*$/, "")), line: 0 };
}

/** @throws NothingToDo when nothing is served */
async function chooseServed(apps: LocalApps, argument: unknown, title: string): Promise<ServedHere | undefined> {
  if (isTarget(argument)) {
    const served = apps.of(servedTarget(argument));
    if (!served) throw new UserError(`${argument.name} is no longer served. Select Serve first.`);
    return served;
  }
  const [only, ...others] = apps.all;
  if (!only) throw new NothingToDo("No workflow of this workspace is served. Select Serve Workflow… first.");
  if (others.length === 0) return only;
  const items = apps.all.map((served) => ({ label: served.target.target, served }));
  return (await showPick(items, { title }))?.served;
}

/** *support* for `app/support.py:workflow`. */
function fileNameOf(target: string): string {
  return parse(target.slice(0, target.lastIndexOf(":"))).name;
}

function isTarget(argument: unknown): argument is WorkspaceTarget {
  const { folder, name } = (argument ?? {}) as Partial<WorkspaceTarget>;
  return typeof name === "string" && folder?.uri instanceof vscode.Uri;
}
