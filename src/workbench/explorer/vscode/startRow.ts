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
