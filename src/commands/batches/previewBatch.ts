import { basename } from "node:path";
import * as vscode from "vscode";
import type { Connection } from "../../connections/connection.ts";
import { UserError } from "../../host/errors/userError.ts";
import { countOf, formatCount } from "../../model/counts.ts";
import { nameLines } from "../../model/nameLines.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import { problemsReport } from "../../runs/batches/lineProblems.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "batches" | "reports">;

export interface BatchPlan {
  name: string;
  connection: Connection;
  lines: readonly BatchLine[];
  concurrency: number;
  /** How many lines name a file for their output. */
  outputs: number;
}

const mostProblems = 4;
const longestProblem = 160;

/**
 * Shows what is about to be sent, and asks. It is the only question, also for a production app. @returns whether to
 * send it
 */
export async function previewBatch(context: Needs, plan: BatchPlan): Promise<boolean> {
  const { name, connection, lines } = plan;
  const invalid = lines.filter(({ problem }) => problem !== undefined);
  const count = lines.length - invalid.length;
  const showProblems = (): Promise<void> => context.reports.show(`${name} problems.md`, problemsReport(name, lines));
  if (count === 0) {
    const all =
      lines.length === 0
        ? `There are no runs to create in ${name}.`
        : `No line of ${name} can be sent: ${invalid[0]?.problem}`;
    throw new UserError(all, invalid.length > 1 ? [{ title: "Show Problems", run: showProblems }] : []);
  }
  const run = `Run ${formatCount(count)}`;
  const buttons = invalid.length > 0 ? [run, "Show Problems"] : [run];
  const isUnderWay = context.batches.list.some(({ head, isOpen }) => isOpen && head.name === name);
  const question = `Create ${countOf(count, "run")} from ${name} on ${connection.name}?`;
  const show = connection.production ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(question, { modal: true, detail: detailOf(plan, invalid, isUnderWay) }, ...buttons);
  if (chosen === "Show Problems") await showProblems();
  return chosen === run;
}

function detailOf(
  { connection, concurrency, outputs, lines }: BatchPlan,
  invalid: readonly BatchLine[],
  isUnderWay: boolean,
): string {
  const mark = connection.production ? ", marked as production" : "";
  const where = `${new URL(connection.baseUrl).host}${mark}`;
  const how = `In the background, ${concurrency === 1 ? "one after the other" : `${concurrency} at a time`}.`;
  const parts = [`${where}\n${how}`];
  if (isUnderWay) parts.push("A batch with this name is already being sent. This creates another one.");
  const files = lines.filter(({ problem }) => problem === undefined).flatMap((line) => line.files ?? []);
  const names = nameLines(
    "Attached files:",
    [...new Set(files)].map((path) => basename(path)),
  );
  if (names.length > 0) parts.push(names.join("\n"));
  if (outputs > 0) parts.push(`${countOf(outputs, "line")} with saveTo, which batches ignore.`);
  if (invalid.length > 0) {
    const listed = invalid.slice(0, mostProblems).map(({ problem = "" }) => `• ${shorten(problem)}`);
    const rest = invalid.length > mostProblems ? [`and ${formatCount(invalid.length - mostProblems)} more`] : [];
    parts.push(
      [`${countOf(invalid.length, "line")} can't be sent and will be listed as not created:`, ...listed, ...rest].join(
        "\n",
      ),
    );
  }
  return parts.join("\n\n");
}

function shorten(text: string): string {
  return text.length <= longestProblem ? text : `${text.slice(0, longestProblem - 1)}…`;
}
