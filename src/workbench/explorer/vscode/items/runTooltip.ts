import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { appendFacts, appendText } from "#host/tooltipFacts.ts";
import { runDetails } from "./runDetails.ts";
import type { KnownOfRun } from "./runRow.ts";

/** The details of a run in a tooltip. @param now milliseconds since the epoch. The run's texts stay text: the Markdown isn't trusted and has no HTML. */
export function runTooltip(run: Run, now: number, known: KnownOfRun): vscode.MarkdownString {
  const { title, status, sentence, facts } = runDetails(run, now, known);
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown("**").appendText(title).appendMarkdown("**\n\n");
  tooltip.appendText(`${status} `);
  for (const { text, code = false } of sentence) appendText(tooltip, text, code);
  appendFacts(tooltip, facts);
  return tooltip;
}
