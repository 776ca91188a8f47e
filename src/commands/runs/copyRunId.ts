import * as vscode from "vscode";
import type { App } from "../app.ts";
import { findRuns } from "./runTargets.ts";

type Needs = Pick<App, "activeRuns" | "panels" | "selectedRows">;

/** Copies the ids of runs, one per line. @returns the copied text */
export async function copyRunId(context: Needs, clicked: unknown, selected: unknown): Promise<string | undefined> {
  const targets = await findRuns(context, clicked, selected);
  if (targets.length === 0) return undefined;
  const ids = targets.map(({ runId }) => runId).join("\n");
  await vscode.env.clipboard.writeText(ids);
  const what = targets.length === 1 ? "Run ID" : `${targets.length} run IDs`;
  vscode.window.setStatusBarMessage(`$(copy) ${what} copied`, 3000);
  return ids;
}
