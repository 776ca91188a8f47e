import { join } from "node:path";
import { onDidChangeIndexSettings, readIndexEnabled, readIndexLimits } from "../host/settings.ts";
import { LocalIndex } from "../runs/search/localIndex.ts";
import { stepsOf } from "../runs/search/reading/readRun.ts";
import { SearchHistory } from "../runs/search/searchHistory.ts";
import { SearchResults } from "../views/search/searchResults.ts";
import { SearchView } from "../views/search/searchView.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { SessionsModule } from "./sessionsModule.ts";

/** Absolute paths. */
interface SearchPlaces {
  /** The extension's global storage folder. */
  storage: string;
  /** The folder of the extension. */
  extension: string;
}

export interface SearchModule {
  localIndex: LocalIndex;
  /** What the index knows of a connection's runs; `undefined` when it is off or can't be used. */
  factsOf: LocalIndex["factsOf"];
  history: SearchHistory;
  results: SearchResults;
  /** Shows the view of the results. */
  showResults: () => Promise<void>;
}

/** The local index, and the search in it. Its database and thread are loaded with the first run or search. */
export function searchModule(
  base: ModuleBase,
  places: SearchPlaces,
  connectionsModule: ConnectionsModule,
  { sessions }: SessionsModule,
): SearchModule {
  const { owned, shared, onError } = base;
  const localIndex = localIndexIn(base, places, connectionsModule);
  owned.add(
    sessions.onDidReadWhole(({ connectionId, run, runStory }) =>
      localIndex.add(connectionId, { run, steps: stepsOf(runStory.story) }),
    ),
  );
  const results = owned.add(new SearchResults(localIndex, onError));
  const { connections } = connectionsModule;
  const addressOf = (id = "") => connections.get(id)?.baseUrl;
  /** Of the app whose runs are shown. */
  let address: string | undefined;
  owned.add(results.onDidChange(() => (address = addressOf(results.shown?.connectionId))));
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client === undefined) return;
      // Runs of another app can't be opened at this address.
      if (results.shown?.connectionId === client && addressOf(client) !== address) results.clear();
      if (connections.wasRemoved(client)) localIndex.remove(client).catch(onError);
    }),
  );
  const view = owned.add(new SearchView(results, onError));
  return {
    localIndex,
    factsOf: (connectionId) => localIndex.factsOf(connectionId),
    history: new SearchHistory(shared.searches),
    results,
    showResults: () => view.show(),
  };
}

function localIndexIn(
  { owned, onError }: ModuleBase,
  { storage, extension }: SearchPlaces,
  { connections, clients }: ConnectionsModule,
): LocalIndex {
  const localIndex = owned.add(
    new LocalIndex({
      folder: join(storage, "index"),
      script: join(extension, "dist", "searchWorker.cjs"),
      limits: () => readIndexLimits(Date.now()),
      isOn: readIndexEnabled,
      connection: (id) => {
        const connection = connections.get(id);
        if (!connection) return undefined;
        const secrets = async (): Promise<string[]> => [(await connections.readKey(connection)) ?? []].flat();
        return { baseUrl: connection.baseUrl, titlePath: connection.titlePath, secrets };
      },
      api: (id) => clients.get(id),
      onError,
    }),
  );
  owned.add(onDidChangeIndexSettings(() => void localIndex.lookAtSetting().catch(onError)));
  return localIndex;
}
