import * as vscode from "vscode";
import { NothingToDo } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import type { RunsSession } from "../../../runs/store/session.ts";
import type { ActiveRuns } from "./activeRuns.ts";

/** @throws NothingToDo with buttons to add a connection, when there is none */
export function requireSession({ session }: ActiveRuns): RunsSession {
  if (session) return session;
  throw new NothingToDo("There is no connection to a Dynamiq app yet.", [
    { title: "Add Connection…", run: { command: commandIds.addConnection } },
    { title: "Start Sample App", run: { command: commandIds.startSampleApp } },
  ]);
}

/** An untrusted workspace starts nothing. @throws NothingToDo */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new NothingToDo(`This workspace is in Restricted Mode, so ${what}.`, [
    { title: "Manage Workspace Trust", run: () => vscode.commands.executeCommand("workbench.trust.manage") },
  ]);
}
