/**
 * Compare: two runs beside each other, step by step. `core/compareStories.ts` pairs the steps, `core/bodies` says what
 * differs in a pair, `vscode/comparePresenter.ts` makes rows of it, and `page/` draws them.
 */
import { keepContextKeys } from "../../core/contextKeys.ts";
import type { Feature } from "../../core/feature.ts";
import { commandIds, comparePanelType } from "../../host/ids.ts";
import type { App } from "../app.ts";
import { fileRuns } from "../panel/vscode/panelSlots.ts";
import { compareActions } from "./vscode/compareActions.ts";
import { ComparePanels } from "./vscode/comparePanels.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "./vscode/compareRuns.ts";
import { CompareSelection } from "./vscode/compareSelection.ts";
import type { CompareFeatureServices } from "./vscode/services.ts";

export const compare: Feature<App, CompareFeatureServices> = {
  id: "compare",
  build({ extension, owned, connections, sessions, panels, panelSlots }) {
    const compared = owned.add(new CompareSelection());
    panelSlots.compared = compared;
    owned.add(compared.onDidChange(() => panels.updateAll()));
    owned.add(keepContextKeys([compared], () => ({ selectedForCompare: compared.selected !== undefined })));
    const exportedRun = (file: string, runId: string) => fileRuns(panelSlots).watch(file, runId);
    const actions = compareActions(panels, panels.services.act);
    const ofPanels = { connections, sessions, exportedRun, ...actions };
    return { comparisons: owned.add(new ComparePanels(extension.extensionUri, ofPanels)), compared };
  },
  commands: {
    [commandIds.selectForCompare]: selectForCompare,
    [commandIds.compareWithSelected]: compareWithSelected,
    [commandIds.compareSelected]: compareSelected,
  },
  panels: { [comparePanelType]: ({ comparisons }) => comparisons },
};
