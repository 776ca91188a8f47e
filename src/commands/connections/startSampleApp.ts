import * as vscode from "vscode";
import { explorerViewId } from "../../host/ids.ts";
import type { App } from "../app.ts";
import { requireTrust } from "../guards.ts";

type Needs = Pick<App, "activeRuns" | "sampleApp">;

/** Starts the sample app on this machine and shows its runs. @returns the id of its connection. */
export async function startSampleApp(context: Needs): Promise<string> {
  requireTrust("the sample app is not started");
  const connection = await context.sampleApp.start();
  await vscode.commands.executeCommand(`${explorerViewId}.focus`);
  await context.activeRuns.session?.store.refresh();
  return connection.id;
}
