import * as vscode from "vscode";
import { commandIds } from "../../host/ids.ts";
import type { CompareServices } from "../../views/compare/comparePanel.ts";
import type { RunPanelServices } from "../../views/panel/panelServices.ts";
import type { RunPanels } from "../../views/panel/runPanels.ts";

/** What the buttons of a comparison do, outside its panel. @param act does what the buttons of a run's panel do */
export function compareActions(
  panels: Pick<RunPanels, "open">,
  act: RunPanelServices["act"],
  onError: (error: unknown) => void,
): Pick<CompareServices, "openRun" | "compareAsText" | "copy" | "act"> {
  return {
    openRun: (run, sequence) => panels.open(run, sequence === undefined ? {} : { sequence }),
    compareAsText: ({ a, b }) =>
      void vscode.commands.executeCommand(commandIds.compareAsText, [a, b]).then(undefined, onError),
    copy: (text) => act({ type: "copy", text }, { connectionId: "", runId: "" }),
    act: (action, run) => act({ type: "action", action }, run),
  };
}
