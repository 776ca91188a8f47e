/**
 * Search: the runs that this machine has seen, by words, tools and values. `core/localIndex.ts` keeps what lists and
 * panels have read in a database, in a thread of its own; nothing is read for it unless a person asks.
 * `src/runs/query` has the language of searches and filters. `vscode/` asks and shows the results.
 */

import { join } from "node:path";
import type { Run } from "#api/schemas.ts";
import { type Disposable, DisposableStore, toDisposable } from "#base/disposable.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import * as settingIds from "#host/settingIds.ts";
import { onDidChangeSetting, readSetting } from "#host/settings.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { traceSilence } from "#runs/labels/traceSummary.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { followIndex } from "#workbench/explorer/vscode/followIndex.ts";
import { runSearches } from "#workbench/explorer/vscode/runSearches.ts";
import { runFacts } from "#workbench/panel/vscode/runPoints.ts";
import { agentTools } from "#workbench/tools/toolPoints.ts";
import type { contributions } from "./contributes.ts";
import { LocalIndex } from "./core/localIndex.ts";
import { stepsOf } from "./core/reading/readRun.ts";
import { SearchHistory, type SearchStores, searchStores } from "./core/searchHistory.ts";
import { closeSearchCompletions, showSearchKeys } from "./vscode/askForSearch.ts";
import {
  clearLocalIndex,
  clearResults,
  readMoreRuns,
  saveSearch,
  searchAgain,
  showMoreMatches,
  stopReading,
} from "./vscode/resultActions.ts";
import { SearchResults } from "./vscode/searchResults.ts";
import { editSearch, searchRuns } from "./vscode/searchRuns.ts";
import { searchView } from "./vscode/searchView.ts";
import type { SearchServices } from "./vscode/services.ts";

export const search: Feature<App, SearchServices, CommandsOf<typeof contributions>, SearchStores> = {
  id: "search",
  stores: searchStores,
  build(app) {
    const { owned, connections, sessions, activeRuns, searches } = app;
    const localIndex = localIndexOf(app);
    owned.add(indexList(app, localIndex));
    owned.add(
      sessions.onDidReadWhole(({ connectionId, run, runStory }) =>
        localIndex.add(connectionId, { run, steps: stepsOf(runStory.story) }),
      ),
    );
    owned.add(sessions.onDidLose(({ connectionId, runId }) => void localIndex.forgetRun(connectionId, runId)));
    owned.add(
      followIndex(activeRuns, { factsOf: (id) => localIndex.factsOf(id), onDidChange: localIndex.onDidChange }),
    );
    const results = owned.add(new SearchResults(localIndex));
    owned.add(followResults(app, localIndex, results));
    return {
      localIndex,
      history: new SearchHistory(searches, connections),
      results,
      showResults: searchView(app, results),
    };
  },
  adds: [
    adds(
      runFacts,
      ({ localIndex }) =>
        (id) =>
          localIndex.factsOf(id),
    ),
    adds(runSearches, (app) => ({
      search: (query) => searchRuns(app, query),
      edit: (beginning) => searchRuns(app, { edit: beginning }),
      shown: () => {
        const { shown } = app.results;
        return shown && !shown.given ? { connectionId: shown.connectionId, query: shown.query.text } : undefined;
      },
    })),
    adds(agentTools, (app) => async () => {
      const { searchTool } = await import("./core/tools/searchRuns.ts");
      return searchTool((id) => readyIndex(app, id));
    }),
  ],
  commands: {
    searchRuns,
    editSearch,
    searchAgain,
    saveSearch,
    clearResults,
    showMoreMatches,
    readMoreRuns,
    stopReading,
    clearLocalIndex,
    showSearchKeys,
    closeSearchCompletions,
  },
  settle: ({ localIndex }) => localIndex.settled(),
};

/** The index of an app with what its list has seen until now; `undefined` while it is off or can't be used. */
async function readyIndex({ localIndex, sessions }: App & SearchServices, connectionId: string) {
  if (localIndex.failure !== undefined) return undefined;
  const { store } = sessions.get(connectionId);
  if (store.state.kind === "idle") await store.refresh();
  await localIndex.see(connectionId, store.runs());
  return localIndex.failure === undefined ? localIndex.indexOf(connectionId) : undefined;
}

/** In milliseconds: so often, while results are shown, what the list has seen since is added to the local index. */
const listSpacing = 1_000;

/** Keeps the shown results up to date, and takes away those of an app that is no longer at the address. */
function followResults({ connections, sessions }: App, localIndex: LocalIndex, results: SearchResults): Disposable {
  const owned = new DisposableStore();
  const see = new SpacedTask(() => {
    const id = results.shown?.connectionId;
    const store = id !== undefined && connections.get(id) ? sessions.get(id).store : undefined;
    if (id !== undefined && store) void localIndex.see(id, store.runs(), store.total);
  }, listSpacing);
  owned.add(see);
  for (const onDidChange of [sessions.onDidChange, localIndex.onDidChange])
    owned.add(onDidChange((id) => void (id === results.shown?.connectionId && see.ask())));
  const addressOf = (id = "") => connections.get(id)?.baseUrl;
  /** The address of the app whose runs are shown. */
  let address: string | undefined;
  owned.add(results.onDidChange(() => (address = addressOf(results.shown?.connectionId))));
  owned.add(
    connections.onDidChange(({ client, cleared = connections.wasRemoved(client ?? "") }) => {
      if (client === undefined) return;
      // Runs of another app can't be opened at this address.
      if (results.shown?.connectionId === client && addressOf(client) !== address) results.clear();
      if (cleared) localIndex.remove(client).catch(onUnexpectedError);
    }),
  );
  return owned;
}

/** In bytes. */
const mebibyte = 1024 * 1024;
/** In milliseconds: so long a window only does what a person has opened it for, and so often it looks for new runs. */
const indexSpacing = 5_000;

/** Keeps the runs that the list of the active app has shown, as the list has them. It asks the app nothing. */
function indexList({ connections, sessions }: App, localIndex: LocalIndex): Disposable {
  const owned = new DisposableStore();
  const seen = new SpacedTask(() => {
    const { active } = connections;
    const store = active && sessions.get(active.id).store;
    const runs = store?.runs() ?? [];
    if (store && runs.length > 0) void localIndex.see(active.id, runs, store.total);
  }, indexSpacing);
  owned.add(seen);
  const first = setTimeout(() => {
    owned.add(sessions.onDidChange((id) => void (id === connections.active?.id && seen.ask())));
    owned.add(connections.onDidChange(() => seen.ask()));
    owned.add(onDidChangeSetting("dynamiqRuns.index", () => seen.ask()));
    seen.ask();
  }, indexSpacing);
  owned.add(toDisposable(() => clearTimeout(first)));
  return owned;
}

function localIndexOf({ extension, owned, connections, clients, sessions }: App): LocalIndex {
  const localIndex = owned.add(
    new LocalIndex({
      folder: join(extension.globalStorageUri.fsPath, "index"),
      script: join(extension.extensionPath, "dist", "search.worker.cjs"),
      maxBytes: () => readSetting(settingIds.indexMaxSize) * mebibyte,
      isOn: () => readSetting(settingIds.indexEnabled),
      connection: (id) => {
        const connection = connections.get(id);
        if (!connection) return undefined;
        const secrets = async (): Promise<readonly string[]> => {
          // Nothing is written when the connection's own key can't be read. A run may also name the key of another app.
          await connections.readKey(connection);
          return connections.withKeys((keys) => keys);
        };
        const originOf: OriginOf = (runId) => sessions.get(id).store.origins()(runId);
        const isQuiet = connection.local && ((run: Run) => traceSilence(run, Date.now()) !== "");
        return { baseUrl: connection.baseUrl, titlePath: connection.titlePath, secrets, originOf, isQuiet };
      },
      api: (id) => clients.get(id),
    }),
  );
  owned.add(onDidChangeSetting("dynamiqRuns.index", () => void localIndex.lookAtSetting().catch(onUnexpectedError)));
  return localIndex;
}
