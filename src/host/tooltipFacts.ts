import type * as vscode from "vscode";

export type TooltipFact = [name: string, value: string, isCode?: boolean];

/** Adds a rule and facts below it, one per line. Texts of others stay text. */
export function appendFacts(tooltip: vscode.MarkdownString, facts: readonly TooltipFact[]): void {
  tooltip.appendMarkdown("\n\n---\n\n");
  for (const [name, value, isCode = false] of facts) {
    tooltip.appendMarkdown(`${name}: `);
    appendText(tooltip, value, isCode);
    tooltip.appendMarkdown("  \n");
  }
}

/** Adds a literal text, as code where possible. */
export function appendText(tooltip: vscode.MarkdownString, text: string, isCode: boolean): void {
  if (isCode && text.trim() !== "" && !/[`\r\n]/.test(text)) tooltip.appendMarkdown(`\`${text}\``);
  else tooltip.appendText(text);
}
