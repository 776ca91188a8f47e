import * as vscode from "vscode";
import type { Connection } from "../../connections/connection.ts";
import { UserError } from "../../host/errors/userError.ts";
import { batchQuestion } from "../../runs/batches/batchTexts.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import type { LineFiles } from "../../runs/batches/lineFiles.ts";
import { problemsReport } from "../../runs/batches/lineProblems.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "batches" | "reports">;

export interface BatchPlan {
  name: string;
  connection: Connection;
  lines: readonly BatchLine[];
  /** Their attachments, before the person was asked. */
  files: LineFiles;
  concurrency: number;
  /** How many lines name a file for their output. */
  outputs: number;
}

/**
 * Shows what is about to be sent, and asks. It is the only question, also for a production app. @returns whether to
 * send it
 */
export async function previewBatch(context: Needs, plan: BatchPlan): Promise<boolean> {
  const { name, connection, lines } = plan;
  const invalid = lines.filter(({ problem }) => problem !== undefined);
  const showProblems = (): Promise<void> => context.reports.show(`${name} problems.md`, problemsReport(name, lines));
  if (invalid.length === lines.length) {
    const all =
      lines.length === 0
        ? `There are no runs to create in ${name}.`
        : `No line of ${name} can be sent: ${invalid[0]?.problem}`;
    throw new UserError(all, invalid.length > 1 ? [{ title: "Show Problems", run: showProblems }] : []);
  }
  const isUnderWay = context.batches.list.some(({ head, isOpen }) => isOpen && head.name === name);
  const { message, detail, button } = batchQuestion({ ...plan, isUnderWay });
  const buttons = invalid.length > 0 ? [button, "Show Problems"] : [button];
  const show = connection.production ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(message, { modal: true, detail }, ...buttons);
  if (chosen === "Show Problems") await showProblems();
  return chosen === button;
}
