import * as vscode from "vscode";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { UserError } from "../../../host/errors/userError.ts";
import { commandIds, explorerViewId } from "../../../host/ids.ts";
import { openInBrowser } from "../../../host/openInBrowser.ts";
import type { TextReports } from "../../../host/textReports.ts";
import type { PanelAction } from "../page/panelAction.ts";
import type { RunDocuments } from "./documents/runDocuments.ts";
import type { RunPanelServices, UseOfValue } from "./runPanelServices.ts";
import { saveRunFile, saveValue } from "./saveValue.ts";

/** What is done with the run of the panel, by a command. */
const commandsOfRun = {
  acceptAsGolden: commandIds.acceptAsGolden,
  cancel: commandIds.cancelRun,
  compareWithGoldenRun: commandIds.compareWithGoldenRun,
  export: commandIds.exportRuns,
  openConversation: commandIds.openConversation,
  openText: commandIds.openAsText,
  runAgain: commandIds.runAgain,
  runAgainInSameSession: commandIds.runAgainInSameSession,
  runAgainWithEdits: commandIds.runAgainWithEdits,
} as const;

function isOfRun(action: PanelAction): action is keyof typeof commandsOfRun {
  return Object.hasOwn(commandsOfRun, action);
}

/** The actions of a run panel's buttons, outside the panel. */
export function panelActions(documents: RunDocuments): RunPanelServices["act"] {
  return (message, memory) => {
    const { connectionId } = memory;
    const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
      vscode.commands.executeCommand(command, ...args);
    const filter = async (command: string): Promise<void> => {
      await run(`${explorerViewId}.focus`, { preserveFocus: true });
      await run(command, memory);
    };
    const act = (): Thenable<unknown> | undefined => {
      if (message.type === "copy") return vscode.env.clipboard.writeText(message.text);
      // VS Code shows the address and asks, unless the person trusts its domain.
      if (message.type === "openLink") return vscode.env.openExternal(vscode.Uri.parse(message.address, true));
      if (message.type === "openLiveView") return openInBrowser(message.address);
      if (message.type === "openFile") {
        const at = new vscode.Position((message.line ?? 1) - 1, 0);
        const options = message.line === undefined ? {} : { selection: new vscode.Range(at, at) };
        return run("vscode.open", vscode.Uri.file(message.path), options);
      }
      if (message.type === "answerInEditor")
        return run(commandIds.answerInEditor, { ...memory, requestId: message.requestId, asked: message.asked });
      const { action } = message;
      if (isOfRun(action)) return run(commandsOfRun[action], memory);
      switch (action) {
        case "filterByUser":
          return filter(commandIds.filterByUser);
        case "filterBySession":
          return filter(commandIds.filterBySession);
        case "openRun":
          return run(commandIds.openRun);
        case "openExport":
          return run(commandIds.openExport);
        case "openInput":
          return documents.open(memory, "input");
        case "openOutput":
          return documents.open(memory, "output");
        case "replaceKey":
          return run(commandIds.replaceKey, connectionId);
        case "showLog":
          return run(commandIds.showLog);
        case "switchConnection":
          return run(commandIds.switchConnection);
        case "retry":
          return undefined;
      }
    };
    act()?.then(undefined, onUnexpectedError);
  };
}

/** The actions for a value that a panel shows in part. The value is taken from the run, not from the panel. */
export function useOfValues(reports: TextReports): RunPanelServices["use"] {
  return (use, value, name) => {
    useValue(reports, use, value, name).then(undefined, onUnexpectedError);
  };
}

/** Saves a file of a run once its bytes are there. */
export function savingOfFiles(): RunPanelServices["saveFile"] {
  return (file, nameOf) => {
    file.then((read) => saveRunFile(read, nameOf)).then(undefined, onUnexpectedError);
  };
}

async function useValue(reports: TextReports, use: UseOfValue, wanted: unknown, name: string): Promise<void> {
  const value = await wanted;
  if (value === undefined) throw new UserError("This value is no longer in memory.");
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
