import * as vscode from "vscode";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { type FieldShape, inputOf } from "#features/localApps/core/inputFields.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { openNewRunFile } from "#workbench/runFiles/vscode/newRunFile.ts";
import { startDebugging } from "./debugging.ts";
import type { LocalApps, ServedHere } from "./localApps.ts";
import { chooseTarget } from "./targetChoice.ts";
import { servedTarget, type WorkspaceTarget } from "./workspaceTarget.ts";

type Needs = App & { localApps: LocalApps };

/** Serves a workflow. @param argument from a lens; else the person chooses. @returns the id of its connection */
export async function serveWorkflow(context: Needs, argument: unknown): Promise<string | undefined> {
  requireTrust("no code is run");
  const target = isTarget(argument) ? argument : await chooseTarget("Serve Workflow");
  const connection = target && (await context.localApps.serve(target));
  return connection?.id;
}

/** The same with a debugger. */
export async function debugWorkflow(context: Needs, argument: unknown): Promise<string | undefined> {
  requireTrust("no code is run");
  const target = isTarget(argument) ? argument : await chooseTarget("Debug Workflow");
  return target && startDebugging(context.localApps, target);
}

/** Ends the processes of a local app. Its runs stay. */
export async function stopLocalApp({ localApps }: Needs, argument: unknown): Promise<void> {
  const served = await chooseServed(localApps, argument, "Stop Local App");
  if (served) await localApps.stop(served.target);
}

/** Shows what the code prints. */
export async function showLocalAppLog({ localApps }: Needs, argument: unknown): Promise<void> {
  (await chooseServed(localApps, argument, "Show Log of Local App"))?.log.show();
}

/** Opens a run file with the fields of the app's Input node. @returns its URI */
export async function runLocalApp(context: Needs, argument: unknown): Promise<vscode.Uri | undefined> {
  requireTrust("no code is run");
  const served = await chooseServed(context.localApps, argument, "Run Local App");
  if (!served) return undefined;
  await context.connections.setActive(served.connectionId);
  const { app } = served.server.state;
  const input = inputOf(app?.input_schema as FieldShape | undefined);
  return openNewRunFile("local", `${stringifyJson({ input }, 2)}\n`);
}

/** @throws NothingToDo when nothing is served */
async function chooseServed(apps: LocalApps, argument: unknown, title: string): Promise<ServedHere | undefined> {
  if (isTarget(argument)) {
    const served = apps.of(servedTarget(argument));
    if (!served) throw new UserError(`${argument.name} isn't served any more. Select Serve first.`);
    return served;
  }
  const [only, ...others] = apps.all;
  if (!only) throw new NothingToDo("No workflow of this workspace is served. Select Serve Workflow… first.");
  if (others.length === 0) return only;
  const items = apps.all.map((served) => ({ label: served.target.target, served }));
  return (await showPick(items, { title }))?.served;
}

function isTarget(argument: unknown): argument is WorkspaceTarget {
  const { folder, name } = (argument ?? {}) as Partial<WorkspaceTarget>;
  return typeof name === "string" && folder?.uri instanceof vscode.Uri;
}
