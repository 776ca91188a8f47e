import * as vscode from "vscode";
import type { Event } from "#base/emitter.ts";

/** A row on top that starts a run, for somebody who has none yet. */
export interface StartRow {
  label: string;
  description: string;
  command: vscode.Command;
}

/** The feature that knows what can be started. */
export interface StartRows {
  /** @param isEmpty whether the app has no runs, @param connectionId of the app */
  rowFor(connectionId: string, isEmpty: boolean): StartRow | undefined;
  readonly onDidChange: Event<unknown>;
}

export function startItem({ label, description, command }: StartRow): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon("play");
  item.command = command;
  return item;
}

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

/** The rows on top that other features have. */
export interface TopRows {
  /** Starts a run. */
  start: (isEmpty: boolean) => StartRow | undefined;
  /** Says what isn't in the list. */
  notice: () => NoticeRow | undefined;
}
