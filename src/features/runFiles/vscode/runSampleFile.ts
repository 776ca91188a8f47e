import * as vscode from "vscode";
import { commandIds } from "../../../host/ids.ts";
import { sampleRunFileText } from "../../../runFiles/newRunFileText.ts";
import type { App } from "../../app.ts";
import { requireTrust } from "../../connections/vscode/guards.ts";
import { openNewRunFile } from "./newRunFile.ts";

/** Opens a run file for the sample app and runs it. @returns the run's id */
export async function runSampleFile({
  activeRuns,
  firstRun,
  sampleApp,
}: Pick<App, "activeRuns" | "firstRun" | "sampleApp">): Promise<unknown> {
  requireTrust("no run is started");
  if (activeRuns.connection?.sample !== true) await sampleApp.start();
  const uri = await openNewRunFile("sample", sampleRunFileText);
  await firstRun.ran();
  return vscode.commands.executeCommand(commandIds.runFile, uri);
}
