import * as vscode from "vscode";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { commandIds } from "#host/commandIds.ts";
import { UserError } from "#host/errors/userError.ts";
import { explorerViewId } from "#host/ids.ts";
import { openInBrowser } from "#host/openInBrowser.ts";
import type { TextReports } from "#host/textReports.ts";
import { commandOf } from "#workbench/core/acts.ts";
import type { Points } from "#workbench/core/points.ts";
import type { PanelMemory } from "#workbench/panel/page/messages.ts";
import type { PanelAction } from "#workbench/panel/page/panelAction.ts";
import type { RunDocuments } from "./documents/runDocuments.ts";
import type { RunPanelServices, UseOfValue } from "./runPanelServices.ts";
import { exportsOf, runActs, runNotes, sessionActs } from "./runPoints.ts";
import { saveRunFile, saveValue } from "./saveValue.ts";

interface Means {
  documents: RunDocuments;
  points: Points;
}

type Act = (memory: PanelMemory, means: Means) => Thenable<unknown> | undefined;

const command =
  (id: string): Act =>
  () =>
    vscode.commands.executeCommand(id);
const ofRun =
  (id: string): Act =>
  (memory) =>
    vscode.commands.executeCommand(id, memory);

/** What is done with the list of runs, which is shown for it. */
const filter =
  (id: string): Act =>
  async (memory) => {
    await vscode.commands.executeCommand(`${explorerViewId}.focus`, { preserveFocus: true });
    await vscode.commands.executeCommand(id, memory);
  };

const acts: Record<PanelAction, Act> = {
  cancel: ofRun(commandIds.cancelRun),
  filterBySession: filter(commandIds.filterBySession),
  filterByUser: filter(commandIds.filterByUser),
  openExport: (_, means) => exportsOf(means).open(),
  openInput: (memory, { documents }) => documents.open(memory, "input"),
  openOutput: (memory, { documents }) => documents.open(memory, "output"),
  openRun: command(commandIds.openRun),
  openText: ofRun(commandIds.openAsText),
  replaceKey: ({ connectionId }) => vscode.commands.executeCommand(commandIds.replaceKey, connectionId),
  // The panel itself reads its run again.
  retry: () => undefined,
  runAgain: ofRun(commandIds.runAgain),
  runAgainInSameSession: ofRun(commandIds.runAgainInSameSession),
  runAgainWithEdits: ofRun(commandIds.runAgainWithEdits),
  showLog: command(commandIds.showLog),
  switchConnection: command(commandIds.switchConnection),
};

/** What a run panel does outside of the panel: its buttons, and the values that it shows in part. */
export function panelActions(
  documents: RunDocuments,
  reports: TextReports,
  points: Points,
): Pick<RunPanelServices, "act" | "use" | "saveFile"> {
  const means = { documents, points };
  return {
    act: (message, memory) => void act(message, memory, means)?.then(undefined, onUnexpectedError),
    use: (use, value, name) => void useValue(reports, use, value, name).then(undefined, onUnexpectedError),
    saveFile: (file, nameOf) => void file.then((read) => saveRunFile(read, nameOf)).then(undefined, onUnexpectedError),
  };
}

function act(
  message: Parameters<RunPanelServices["act"]>[0],
  memory: PanelMemory,
  means: Means,
): Thenable<unknown> | undefined {
  switch (message.type) {
    case "copy":
      return vscode.env.clipboard.writeText(message.text);
    case "openLink":
      // VS Code shows the address and asks, unless the person trusts its domain.
      return vscode.env.openExternal(vscode.Uri.parse(message.address, true));
    case "openLiveView":
      return openInBrowser(message.address);
    case "openFile": {
      const at = new vscode.Position((message.line ?? 1) - 1, 0);
      const options = message.line === undefined ? {} : { selection: new vscode.Range(at, at) };
      return vscode.commands.executeCommand("vscode.open", vscode.Uri.file(message.path), options);
    }
    case "answerInEditor": {
      const { requestId, asked } = message;
      return vscode.commands.executeCommand(commandIds.answerInEditor, { ...memory, requestId, asked });
    }
    case "action":
      return acts[message.action](memory, means);
    case "act": {
      const { points } = means;
      const ofNotes = points.of(runNotes).flatMap(({ acts: ofNote }) => ofNote);
      const offered = [...points.of(runActs), ...points.of(sessionActs), ...ofNotes];
      const asked = commandOf(offered, message.id, memory);
      return asked && vscode.commands.executeCommand(asked, memory);
    }
  }
}

/** The value is taken from the run, not from the panel. */
async function useValue(reports: TextReports, use: UseOfValue, pendingValue: unknown, name: string): Promise<void> {
  const value = await pendingValue;
  if (value === undefined) throw new UserError("This value is no longer in memory. Open the run again.");
  const text = typeof value === "string" ? value : (stringifyJson(value, 2) ?? "");
  switch (use) {
    case "copy":
      return vscode.env.clipboard.writeText(text);
    case "open": {
      const extension = typeof value === "string" && !/^\s*[[{]/.test(value) ? "txt" : "json";
      return reports.show(`${name.replace(/[/\\]/g, "_")}.${extension}`, text);
    }
    case "save":
      await saveValue(value, name);
      return undefined;
  }
}
