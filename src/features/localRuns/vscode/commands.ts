import * as vscode from "vscode";
import { addressVariable, keyVariable, type TracingMode, tracingCode } from "#features/localRuns/core/tracingCode.ts";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { showPick } from "#host/dialogs.ts";
import { ArgumentError, NothingToDo } from "#host/errors/userError.ts";
import { explorerViewId } from "#host/ids.ts";
import type { RunsSessions } from "#runs/store/runsSession.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import type { LocalTracing } from "./localTracing.ts";
import type { SetupPage } from "./setupPage.ts";

interface Context {
  localRuns: { tracing: LocalTracing; setup: SetupPage };
  connections: ConnectionStore;
  sessions: RunsSessions;
}

/** Starts to receive the traces of this machine's programs, and shows their runs. @returns the connection's id */
export async function traceLocalRuns({ localRuns, connections, sessions }: Context): Promise<string> {
  requireTrust("local runs aren't traced");
  const { tracing, setup } = localRuns;
  const { id } = tracing.connection;
  await tracing.start();
  await connections.setActive(id);
  await vscode.commands.executeCommand(`${explorerViewId}.focus`);
  await sessions.get(id).store.refresh();
  if ((await tracing.runs.list()).length === 0) setup.show();
  return id;
}

/** Stops at once. The runs that were received stay. */
export async function stopTracingLocalRuns({ localRuns }: Context): Promise<void> {
  if (!localRuns.tracing.isOn) throw new NothingToDo("Local runs aren't traced.", [traceFirst]);
  await localRuns.tracing.stop();
  vscode.window.setStatusBarMessage("Local runs are no longer traced.", 5_000);
}

/** Shows how a program is traced. */
export function showTracingSetup({ localRuns }: Context): void {
  localRuns.setup.show();
}

const modes: readonly { label: string; detail: string; mode: TracingMode }[] = [
  { label: "When a run ends", detail: "The SDK's own handler sends the trace once.", mode: "end" },
  {
    label: "Live, during the run",
    detail: "A class in the copied code sends the trace after each step.",
    mode: "live",
  },
];

/** Copies the lines that a program needs. @param argument `end` or `live`; without it, the person chooses */
export async function copyTracingCode(_: unknown, argument: unknown): Promise<string | undefined> {
  const given = modes.find(({ mode }) => mode === argument)?.mode;
  if (typeof argument === "string" && !given) throw new ArgumentError(`Expected "end" or "live", not ${argument}.`);
  const mode = given ?? (await showPick(modes, { title: "Copy Tracing Code" }))?.mode;
  return mode && copy(tracingCode[mode], "Tracing code");
}

/**
 * Copies what a terminal outside VS Code needs.
 * @param argument the name of a variable, to copy its value alone
 */
export async function copyTracingVariables({ localRuns }: Context, argument: unknown): Promise<string> {
  const { address } = localRuns.tracing;
  if (!address) throw new NothingToDo("Local runs aren't traced, so there is no address yet.", [traceFirst]);
  if (argument === addressVariable) return copy(address.url, addressVariable);
  if (argument === keyVariable) return copy(address.key, keyVariable);
  return copy(`${addressVariable}=${address.url}\n${keyVariable}=${address.key}\n`, "Variables");
}

/** Deletes the local runs of this workspace, after a confirmation. @returns whether they were deleted */
export async function clearLocalRuns({ localRuns, connections, sessions }: Context): Promise<boolean> {
  const { tracing } = localRuns;
  const isWanted = await confirm({
    question: "Clear the local runs of this workspace?",
    detail: "Their traces are deleted from this machine and from the search index.",
    act: "Clear",
  });
  if (!isWanted) return false;
  try {
    await tracing.clear();
  } finally {
    if (connections.get(tracing.connection.id)) await sessions.get(tracing.connection.id).store.refresh();
  }
  return true;
}

const traceFirst = { title: "Trace Local Runs", run: { command: commandIds.traceLocalRuns } };

async function copy(text: string, what: string): Promise<string> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(copy) ${what} copied`, 3_000);
  return text;
}
