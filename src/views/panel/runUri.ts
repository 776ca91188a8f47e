import * as vscode from "vscode";
import { commandIds, runPanelType, runScheme } from "../../host/ids.ts";
import { isEventPlace } from "../../model/eventPlace.ts";
import { isRunId } from "../../model/shortId.ts";
import type { RunPlace } from "../documents/runDocuments.ts";

/** In characters: the longest title in a tab that VS Code names by itself. */
const longest = 60;

/**
 * The address of a run in an editor. Its last part is what VS Code shows until the page sets the tab's title, also
 * after a reload, and the part before tells tabs with the same title apart.
 *
 * @param sequence of the event whose step is shown, for a row that leads there
 */
function runUri({ connectionId, runId }: RunPlace, title: string, sequence?: number): vscode.Uri {
  // A half of a surrogate pair, which the cut may leave, can't be encoded.
  const name = title
    .slice(0, longest)
    .replaceAll("/", "∕")
    .replaceAll(/\p{Cs}/gu, "")
    .trim();
  const path = `/${runId}/${/^\.*$/.test(name) ? runId : name}`;
  // Of a fragment VS Code would make a line of a text, and take it out of the address.
  const query = sequence === undefined ? "" : `step=${sequence}`;
  return vscode.Uri.from({ scheme: runScheme, authority: connectionId, path, query });
}

/** The run at an address; `undefined` if it isn't the address of a run. */
export function runAt({ scheme, authority, path }: vscode.Uri): RunPlace | undefined {
  const [, runId = ""] = path.split("/");
  return scheme === runScheme && isRunId(runId) ? { connectionId: authority, runId } : undefined;
}

/** The step that an address leads to, by the sequence of its event. */
export function sequenceIn({ query }: vscode.Uri): number | undefined {
  const step = Number(/^step=(\d[\d.]{0,30})$/.exec(query)?.[1]);
  return isEventPlace(step) ? step : undefined;
}

/**
 * The click on a row of a run. VS Code tells only its own command how a row was clicked: a click or Space shows a
 * preview, Enter or a double click keeps it, and Alt opens it to the side.
 */
export function openRunCommand(place: RunPlace, title: string, sequence?: number): vscode.Command {
  const open = { title: "Open Run" };
  if (isRunId(place.runId)) return { ...open, command: "vscode.open", arguments: [runUri(place, title, sequence)] };
  // It says what is wrong with the id.
  return { ...open, command: commandIds.openRun, arguments: [place] };
}

/** The run that a tab shows. */
export function runIn(tab: vscode.Tab | undefined): RunPlace | undefined {
  const input = tab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === runPanelType ? runAt(input.uri) : undefined;
}

/** The address that a run has in a tab, and the tab. @param not leaves out this address */
export function tabOf(place: RunPlace, not?: vscode.Uri): { tab: vscode.Tab; uri: vscode.Uri } | undefined {
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    const run = runIn(tab);
    if (run?.runId !== place.runId || run.connectionId !== place.connectionId) continue;
    const { input } = tab;
    if (input instanceof vscode.TabInputCustom && input.uri.toString() !== not?.toString())
      return { tab, uri: input.uri };
  }
  return undefined;
}

interface OpenOptions {
  preserveFocus: boolean;
  /** Of the event whose step a new tab shows. */
  sequence?: number | undefined;
}

/** Opens a run in a tab that stays, or shows the tab that it has. */
export async function openRunTab(
  place: RunPlace,
  title: string,
  { preserveFocus, sequence }: OpenOptions,
): Promise<void> {
  const { tab, uri = runUri(place, title, sequence) } = tabOf(place) ?? {};
  const viewColumn = tab?.group.viewColumn ?? vscode.ViewColumn.Active;
  await vscode.commands.executeCommand("vscode.open", uri, { preview: false, preserveFocus, viewColumn });
}

/** A preview that shows a run on which a person acts stays open. VS Code keeps only the active tab. */
export async function keepRunTab(place: RunPlace): Promise<void> {
  const { tab } = tabOf(place) ?? {};
  if (tab?.isPreview && tab === vscode.window.tabGroups.activeTabGroup.activeTab)
    await vscode.commands.executeCommand("workbench.action.keepEditor");
}
