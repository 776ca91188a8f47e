import type { RunPanels } from "../../panel/vscode/runPanels.ts";
import type { RunPanelServices } from "../../panel/vscode/runPanelServices.ts";
import type { CompareServices } from "./comparePanel.ts";

/** What the buttons of a comparison do, outside its panel. @param act does what the buttons of a run's panel do */
export function compareActions(
  panels: Pick<RunPanels, "open">,
  act: RunPanelServices["act"],
): Pick<CompareServices, "openRun" | "copy" | "act"> {
  return {
    openRun: (run, sequence) => panels.open(run, sequence === undefined ? {} : { sequence }),
    copy: (text) => act({ type: "copy", text }, { connectionId: "", runId: "" }),
    act: (action, run) => act({ type: "action", action }, run),
  };
}
