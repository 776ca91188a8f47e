import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import type { ActiveRuns } from "./activeRuns.ts";

/** @throws NothingToDo with buttons to add a connection, when there is none */
export function requireSession({ session }: ActiveRuns): RunsSession {
  if (session) return session;
  throw new NothingToDo("There is no connection to a Dynamiq app yet.", [
    { title: "Add Connection…", run: { command: commandIds.addConnection } },
    { title: "Start Sample App", run: { command: commandIds.startSampleApp } },
  ]);
}

/** A run is shown, and what it is read from is gone. */
export function removedConnection(): UserError {
  const add = { title: "Add Connection…", run: { command: commandIds.addConnection } };
  return new UserError("The connection of this run was removed. Add it again to use the run.", [add]);
}

const refusals = {
  start: "Local runs can't be started from here. Start your program in a terminal, or switch to an app's connection.",
  upload: "Local runs have no uploads. Switch to an app's connection.",
};

/** @throws NothingToDo with a button to switch, if the connection can't do it: a program is started where it is */
export function requireAbility(connection: Connection | undefined, ability: keyof typeof refusals): void {
  if (!connection || can(connection, ability)) return;
  throw new NothingToDo(refusals[ability], [
    { title: "Switch Connection…", run: { command: commandIds.switchConnection } },
  ]);
}

/** @throws NothingToDo for a local app, whose address and key are those of its server */
export function requireOwnAddress(connection: Connection): void {
  const { name } = connection;
  if (!can(connection, "edit"))
    throw new NothingToDo(
      `The address and access key of ${name} can't be changed: its server on this machine sets them.`,
    );
}

/** An untrusted workspace starts nothing. @throws NothingToDo */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new NothingToDo(`This workspace is in Restricted Mode, so ${what}.`, [
    { title: "Manage Workspace Trust", run: () => vscode.commands.executeCommand("workbench.trust.manage") },
  ]);
}
