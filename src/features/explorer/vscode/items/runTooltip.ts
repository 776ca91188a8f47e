import * as vscode from "vscode";
import { appendFacts, appendText } from "../../../../host/tooltipFacts.ts";
import type { RunDetails } from "./runDetails.ts";

/** The details of a run in a tooltip. The run's texts stay text: the Markdown isn't trusted and has no HTML. */
export function runTooltip({ title, status, sentence, facts }: RunDetails): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown("**").appendText(title).appendMarkdown("**\n\n");
  tooltip.appendText(`${status} `);
  for (const { text, code = false } of sentence) appendText(tooltip, text, code);
  appendFacts(tooltip, facts);
  return tooltip;
}
