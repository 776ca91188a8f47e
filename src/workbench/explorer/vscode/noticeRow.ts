import * as vscode from "vscode";
import type { Event } from "#base/emitter.ts";

/** A row on top that says what isn't in the list. */
export interface NoticeRow {
  label: string;
  description: string;
  tooltip: string;
  command: vscode.Command;
}

/** The feature that knows of it. */
export interface NoticeRows {
  rowFor(connectionId: string): NoticeRow | undefined;
  readonly onDidChange: Event<unknown>;
}

export function noticeItem({ label, description, tooltip, command }: NoticeRow): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.tooltip = tooltip;
  item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  item.command = command;
  return item;
}
