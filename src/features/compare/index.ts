/**
 * Compare: two runs beside each other, step by step. `core/compareStories.ts` pairs the steps, `core/bodies` says what
 * differs in a pair, `vscode/comparePresenter.ts` makes rows of it, and `page/` draws them.
 */

import { selectedForCompare } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { comparisons as comparisonsPoint } from "#workbench/panel/vscode/runPoints.ts";
import { agentTools } from "#workbench/tools/toolPoints.ts";
import type { contributions } from "./contributes.ts";
import { comparePage } from "./vscode/comparePage.ts";
import { ComparePanels } from "./vscode/comparePanels.ts";
import { compareSelected, compareWithSelected, selectForCompare } from "./vscode/compareRuns.ts";
import { CompareSelection } from "./vscode/compareSelection.ts";
import type { CompareFeatureServices } from "./vscode/services.ts";

export const compare: Feature<App, CompareFeatureServices, CommandsOf<typeof contributions>> = {
  id: "compare",
  build({ extension, owned, connections, sessions, panels }) {
    const compared = owned.add(new CompareSelection());
    owned.add(
      keepContextKeys([compared], { selectedForCompare }, () => ({
        selectedForCompare: compared.selected !== undefined,
      })),
    );
    const comparisons = owned.add(new ComparePanels(extension, { connections, sessions, panels }));
    return { comparisons, compared };
  },
  adds: [
    adds(comparisonsPoint, (app) => app.comparisons),
    adds(agentTools, () => async () => (await import("./core/tools/compareRuns.ts")).compareRuns),
  ],
  commands: {
    selectForCompare,
    compareWithSelected,
    compareSelected,
  },
  panels: { [comparePage.id]: ({ comparisons }) => comparisons },
};
