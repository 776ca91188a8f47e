import { basename, parse } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { askLocalApp } from "#features/localApps/core/askLocalApp.ts";
import { askedFields, type FieldShape, inputOf, inputWith } from "#features/localApps/core/inputFields.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { shortId } from "#model/shortId.ts";
import { fieldsRunFileText } from "#runFiles/newRunFileText.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection, requireTrust } from "#workbench/connections/vscode/guards.ts";
import { checkRunId, namedRun } from "#workbench/connections/vscode/namedRun.ts";
import type { Connection, ServedTarget } from "#workbench/core/connections/connection.ts";
import { startRun } from "#workbench/runFiles/vscode/create/startRun.ts";
import { openNewRunFile } from "#workbench/runFiles/vscode/newRunFile.ts";
import { askInput } from "./askInput.ts";
import { startDebugging } from "./debugging.ts";
import { tellLoadProblem } from "./loadProblems.ts";
import type { LocalApps, ServedHere } from "./localApps.ts";
import { chooseTarget, chooseTargetFor } from "./targetChoice.ts";
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
  const target = await targetOf(context, argument, "Serve Workflow");
  const connection = target && (await context.localApps.serve(target));
  return connection?.id;
}

/**
 * Serves the workflow for a run with a file: that of the active connection, or where there is none, one beside the file.
 *
 * @returns whether a run can be started, as far as it is known here
 */
export async function serveForFile(
  { connections, localApps }: Context,
  file: vscode.Uri | undefined,
): Promise<boolean> {
  const { active } = connections;
  if (active && (!active.served || localApps.ofConnection(active.id))) return true;
  const target = active ? targetOfConnection(active) : await chooseTargetFor(file);
  if (target === "none") return true;
  return target !== undefined && (await localApps.serve(target, { button: "Serve and Run" })) !== undefined;
}

/** The fields of a local app's Input node, without values. @returns `undefined` for another app, or before it is loaded */
export function emptyInputOf({ localApps }: Context, connectionId: string): object | undefined {
  const app = localApps.ofConnection(connectionId)?.app.state.app;
  return app && inputOf(schemaOf(app));
}

/** Serves a workflow with a debugger. */
export async function debugWorkflow(context: Context, argument: unknown): Promise<string | undefined> {
  requireTrust("no code is run");
  const target = await targetOf(context, argument, "Debug Workflow");
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

/**
 * Runs a workflow with an input that the person says in a box. It is served first, unless it is.
 *
 * @param argument as for serving
 * @returns the run's id, or the URI of a new run file where the input needs one
 */
export async function runLocalApp(context: Context, argument: unknown): Promise<string | vscode.Uri | undefined> {
  requireTrust("no code is run");
  const target = await targetOf(context, argument, "Run Workflow");
  const served = target && (await context.localApps.loaded(target, "Serve and Run…"));
  if (!served) return undefined;
  const { state, app } = served.app.state;
  if (state === "broken") {
    await tellLoadProblem(served);
    return undefined;
  }
  const schema = app && schemaOf(app);
  const fields = askedFields(schema);
  const name = fileOf(served.target.target);
  const said =
    fields && (await askInput({ title: `Run ${basename(name)}`, key: served.target.target }, fields, context.prompts));
  if (said === "dismissed") return undefined;
  if (said === undefined) return openNewRunFile(parse(name).name, fieldsRunFileText(inputOf(schema)));
  return startServed(context, served, inputWith(said, schema));
}

async function startServed(context: Context, served: ServedHere, input: object): Promise<string | undefined> {
  const connection = context.connections.get(served.connectionId);
  if (!connection) throw removedConnection();
  const { connections } = context;
  const { name, id } = connection;
  return context.starts.once({ name, what: ["localApp", id, input], connections }, () => {
    const run = { request: { input }, files: [], mode: "stream" as const, name };
    return startRun(context, { run, connection, takesMarked: true, button: "Run" });
  });
}

function schemaOf(app: { input_schema?: unknown }): FieldShape | undefined {
  return (app.input_schema as FieldShape | null) ?? undefined;
}

/** The workflow of a lens, of the active connection, or the one that the person chooses. */
async function targetOf(
  { connections, localApps }: Context,
  argument: unknown,
  title: string,
): Promise<WorkspaceTarget | undefined> {
  if (isTarget(argument)) return argument;
  const own = argument === "active" ? targetOfConnection(connections.active) : undefined;
  return (
    own ??
    chooseTarget(
      title,
      localApps.all.flatMap(({ target }) => openTarget(target) ?? []),
    )
  );
}

/** @throws NothingToDo for a workflow of another workspace. @returns `undefined` for a deployed app */
function targetOfConnection(connection: Connection | undefined): WorkspaceTarget | undefined {
  if (!connection?.served) return undefined;
  const { folder, target } = connection.served;
  const open = openTarget(connection.served);
  if (!open) throw new NothingToDo(`${target} is in ${folder}. Open that folder, and run the workflow there.`);
  return open;
}

/** @returns `undefined` if its folder isn't open */
function openTarget({ folder: path, target }: ServedTarget): WorkspaceTarget | undefined {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === path);
  return folder && { folder, name: target, file: vscode.Uri.joinPath(folder.uri, fileOf(target)), line: 0 };
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

/** `app/support.py` for `app/support.py:workflow`. */
function fileOf(target: string): string {
  return target.replace(/:[^:]*$/, "");
}

function isTarget(argument: unknown): argument is WorkspaceTarget {
  const { folder, name } = (argument ?? {}) as Partial<WorkspaceTarget>;
  return typeof name === "string" && folder?.uri instanceof vscode.Uri;
}
