import type * as vscode from "vscode";
import { newRequestText } from "../requests/newRequestText.ts";
import { requestOfRun } from "../requests/requestOfRun.ts";
import type { CommandContext } from "./commandContext.ts";
import { lastRuns } from "./lastRuns.ts";
import { openNewRequest } from "./openNewRequest.ts";

/** Opens a new run request file that is not saved yet: in the shape of the active app's last run, else a template. @returns its URI */
export async function newRunFile(context: CommandContext): Promise<vscode.Uri> {
  const { session } = context.activeRuns;
  const runs = session ? await lastRuns(context, session) : [];
  const last = runs.find(({ input }) => input !== undefined && input !== null);
  return openNewRequest("new", newRequestText(last && requestOfRun(last)));
}
