import type * as vscode from "vscode";
import { newRunFileText } from "../../runFiles/newRunFileText.ts";
import { requestOfRun } from "../../runFiles/runFileOfRun.ts";
import type { App } from "../app.ts";
import { lastRuns } from "../runs/lastRuns.ts";
import { openNewRunFile } from "./openNewRunFile.ts";

type Needs = Pick<App, "activeRuns" | "log">;

/**
 * Opens a new, unsaved run file: in the form of the active app's last run, otherwise from a template.
 * @returns its URI
 */
export async function newRunFile(context: Needs): Promise<vscode.Uri> {
  const { session } = context.activeRuns;
  const runs = session ? await lastRuns(session, context.log) : [];
  const last = runs.find(({ input }) => input !== undefined && input !== null);
  return openNewRunFile("new", newRunFileText(last && requestOfRun(last)));
}
