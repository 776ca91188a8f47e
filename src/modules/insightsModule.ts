import type * as vscode from "vscode";
import { insightsActions } from "../commands/insights/insightsActions.ts";
import { showError } from "../host/errors/showError.ts";
import { InsightsFacts } from "../views/insights/insightsFacts.ts";
import { InsightsPanels } from "../views/insights/insightsPanels.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { SearchModule } from "./searchModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";

export interface InsightsModule {
  insights: InsightsPanels;
  facts: InsightsFacts;
}

/** The figures of many runs, and the causes of their failures. */
export function insightsModule(
  { owned, onError }: ModuleBase,
  extensionUri: vscode.Uri,
  { connections }: ConnectionsModule,
  { sessions }: SessionsModule,
  { knownCauses }: ExplorerModule,
  { factsOf, localIndex, results, showResults }: SearchModule,
): InsightsModule {
  const readerOf = (id: string) => (localIndex.failure === undefined ? localIndex.readerOf(id) : undefined);
  const facts = owned.add(new InsightsFacts({ sessions, indexOf: factsOf, readerOf }));
  const appOf = (connectionId: string) => {
    const connection = connections.get(connectionId);
    return connection && { name: connection.name, isProduction: connection.production !== undefined };
  };
  const actions = insightsActions({ results, showResults }, (error) => showError(error, onError));
  const insights = owned.add(
    new InsightsPanels(extensionUri, {
      facts,
      known: knownCauses,
      appOf,
      onDidChangeApps: connections.onDidChange,
      onError,
      ...actions,
    }),
  );
  return { insights, facts };
}
