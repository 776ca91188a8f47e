/**
 * Insights: the figures of many runs, and the causes of their failures. `core/` counts, `vscode/insightsFacts.ts` knows
 * what there is to count, `vscode/insightsView.ts` makes cards of it, and `page/` draws them.
 */

import type { SearchServices } from "#features/search/vscode/services.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { OpenPanels } from "#host/pages/openPanels.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { conversationViews } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { contributions } from "./contributes.ts";
import { compareWithGoodRun, forgetKnownCause, markCauseAsKnown, showInsights } from "./vscode/causeCommands.ts";
import { insightsActions } from "./vscode/insightsActions.ts";
import { InsightsFacts } from "./vscode/insightsFacts.ts";
import { insightsPage } from "./vscode/insightsPage.ts";
import { InsightsPanel } from "./vscode/insightsPanel.ts";
import type { InsightsServices } from "./vscode/services.ts";
import { showCauseRuns } from "./vscode/showRuns.ts";

export const insights: Feature<App & SearchServices, InsightsServices, CommandsOf<typeof contributions>> = {
  id: "insights",
  build({ extension, owned, connections, sessions, knownCauses: known, localIndex, points, ...search }) {
    const readerOf = (id: string) => (localIndex.failure === undefined ? localIndex.readerOf(id) : undefined);
    const cover = () => connections.withKeys((keys) => new Cover(keys));
    const indexOf = (id: string) => localIndex.factsOf(id);
    const facts = owned.add(new InsightsFacts({ sessions, indexOf, readerOf, cover }));
    const appOf = (connectionId: string) => {
      const connection = connections.get(connectionId);
      return (
        connection && {
          name: connection.name,
          isProduction: connection.production !== undefined,
          opensConversations: points.of(conversationViews).length > 0,
        }
      );
    };
    const ofPanels = { facts, known, appOf, ...insightsActions({ points, ...search }) };
    const opened = new OpenPanels(extension, {
      page: insightsPage,
      make: (shown) => new InsightsPanel(shown, ofPanels),
      connections,
      exists: ({ connectionId }) => appOf(connectionId) !== undefined,
    });
    return { insights: owned.add(opened), facts };
  },
  commands: {
    showInsights,
    showCauseRuns,
    compareWithGoodRun,
    markCauseAsKnown,
    forgetKnownCause,
  },
  panels: { [insightsPage.id]: (app) => app.insights },
};
