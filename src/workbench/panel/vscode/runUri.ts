import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { runPanelType, runScheme } from "#host/ids.ts";
import { isRunId } from "#model/shortId.ts";
import { addressOf, type AddressParts, runOf } from "./runAddress.ts";
import type { RunRef } from "./runPoints.ts";

function runUri(ref: RunRef, title: string, parts: AddressParts): vscode.Uri {
  return vscode.Uri.from({ scheme: runScheme, ...addressOf(ref, title, parts) });
}

/** The run at an address; `undefined` if it isn't the address of a run. */
export function runAt(uri: vscode.Uri): RunRef | undefined {
  return uri.scheme === runScheme ? runOf(uri) : undefined;
}

/**
 * The click on a row of a run. VS Code tells only its own command how a row was clicked: a click or Space shows a
 * preview, Enter or a double click keeps it, and Alt opens it to the side.
 */
export function openRunCommand(ref: RunRef, title: string, parts: AddressParts = {}): vscode.Command {
  const open = { title: "Open Run" };
  if (isRunId(ref.runId)) return { ...open, command: "vscode.open", arguments: [runUri(ref, title, parts)] };
  // It says what is wrong with the id.
  return { ...open, command: commandIds.openRun, arguments: [ref] };
}

export function runIn(tab: vscode.Tab | undefined): RunRef | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === runPanelType ? runAt(input.uri) : undefined;
}

/** The address that a run has in a tab, and the tab. @param not leaves out this address */
export function tabOf(ref: RunRef, not?: vscode.Uri): { tab: vscode.Tab; uri: vscode.Uri } | undefined {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    const run = runIn(tab);
    if (run?.runId !== ref.runId || run.connectionId !== ref.connectionId) continue;
    const { input } = tab;
    if (input instanceof vscode.TabInputCustom && input.uri.toString() !== not?.toString())
      return { tab, uri: input.uri };
  }
  return undefined;
}

interface OpenOptions {
  preserveFocus: boolean;
  /** The sequence of the event whose step a new tab shows. */
  sequence?: number;
}

/** Opens a run in a tab that stays, or shows the tab that it has. */
export async function openRunTab(ref: RunRef, title: string, { preserveFocus, sequence }: OpenOptions): Promise<void> {
  const { tab, uri = runUri(ref, title, { sequence }) } = tabOf(ref) ?? {};
  const viewColumn = tab?.group.viewColumn ?? vscode.ViewColumn.Active;
  await vscode.commands.executeCommand("vscode.open", uri, { preview: false, preserveFocus, viewColumn });
}

/** A preview that shows a run on which a person acts stays open. VS Code keeps only the active tab. */
export async function keepRunTab(ref: RunRef): Promise<void> {
  const { tab } = tabOf(ref) ?? {};
  if (tab?.isPreview && tab === vscode.window.tabGroups.activeTabGroup.activeTab)
    await vscode.commands.executeCommand("workbench.action.keepEditor");
}
