import type * as vscode from "vscode";
import { NothingToDo } from "../../host/errors/userError.ts";
import { idInFileName } from "../../model/shortId.ts";
import { isTerminal } from "../../model/status.ts";
import type { App } from "../app.ts";
import { checkRunId, findRun } from "../runs/runTarget.ts";
import { saveValue } from "./saveValue.ts";

type Needs = Pick<App, "activeRuns" | "documents" | "panels">;

/**
 * Saves a run's output as a file where the person chooses: a text unchanged, a base64 file as its bytes, anything else
 * as JSON.
 */
export async function saveOutput(context: Needs, argument: unknown): Promise<vscode.Uri | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  checkRunId(target.runId);
  const { output, status } = await context.documents.readRun(target);
  if (output !== undefined && output !== null) return saveValue(output, `output-${idInFileName(target.runId)}`);
  throw new NothingToDo(isTerminal(status) ? "This run has no output." : "This run has no output yet.");
}
