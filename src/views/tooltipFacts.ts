import type * as vscode from "vscode";

export type TooltipFact = [name: string, value: string, isCode?: boolean];

/** Adds a rule and the facts below it, a line each. What comes from others is text. */
export function appendFacts(tooltip: vscode.MarkdownString, facts: readonly TooltipFact[]): void {
  tooltip.appendMarkdown("\n\n---\n\n");
  for (const [name, value, isCode = false] of facts) {
    tooltip.appendMarkdown(`${name}: `);
    appendText(tooltip, value, isCode);
    tooltip.appendMarkdown("  \n");
  }
}

/** Adds a text that means nothing but itself, as code where that can be written. */
export function appendText(tooltip: vscode.MarkdownString, text: string, isCode: boolean): void {
  if (isCode && text.trim() !== "" && !/[`\r\n]/.test(text)) tooltip.appendMarkdown(`\`${text}\``);
  else tooltip.appendText(text);
}
