import { join } from "node:path";
import type * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "../base/disposable.ts";
import { SpacedTask } from "../base/spacedTask.ts";
import { onUnexpectedError } from "../base/unexpectedError.ts";
import { BatchPanels } from "../features/batches/vscode/batchPanels.ts";
import { batchResultActions } from "../features/batches/vscode/batchResultActions.ts";
import { ComparePanels } from "../features/compare/vscode/comparePanels.ts";
import { CompareSelection } from "../features/compare/vscode/compareSelection.ts";
import { ActiveRuns } from "../features/connections/vscode/activeRuns.ts";
import { ConnectionStatus } from "../features/connections/vscode/connectionStatus.ts";
import { WatchedRuns } from "../features/connections/vscode/watchedRuns.ts";
import { ConversationPanels } from "../features/conversations/vscode/conversationPanels.ts";
import { conversationActions } from "../features/conversations/vscode/openConversation.ts";
import type { Explorer } from "../features/explorer/vscode/explorer.ts";
import { LayoutStore } from "../features/explorer/vscode/layoutStore.ts";
import { LiveRuns } from "../features/explorer/vscode/liveRuns.ts";
import { RunsTree } from "../features/explorer/vscode/runsTree.ts";
import { RunsView, revealRow } from "../features/explorer/vscode/runsView.ts";
import { ViewsAndBatches } from "../features/explorer/vscode/viewsAndBatches.ts";
import { exportedRun } from "../features/exports/vscode/exportFiles.ts";
import { RunningTests, type RunningTestsPlace } from "../features/golden/core/runningTests.ts";
import { GoldenResults } from "../features/golden/vscode/goldenResults.ts";
import { GoldenRuns } from "../features/golden/vscode/goldenRuns.ts";
import { goldenRunOf } from "../features/golden/vscode/goldenSteps.ts";
import { goldenSuite } from "../features/golden/vscode/goldenSuite.ts";
import { GoldenTests } from "../features/golden/vscode/goldenTests.ts";
import { AnswerFiles } from "../features/inputRequests/vscode/answerFiles.ts";
import { WaitingPolls } from "../features/inputRequests/vscode/waitingPolls.ts";
import { insightsActions } from "../features/insights/vscode/insightsActions.ts";
import { InsightsFacts } from "../features/insights/vscode/insightsFacts.ts";
import { InsightsPanels } from "../features/insights/vscode/insightsPanels.ts";
import { EndNotifications } from "../features/notifications/vscode/endNotifications.ts";
import { InputRequestNotifications } from "../features/notifications/vscode/inputRequestNotifications.ts";
import { RunDocuments } from "../features/panel/vscode/documents/runDocuments.ts";
import { compareActions, panelActions, savingOfFiles, useOfValues } from "../features/panel/vscode/panelActions.ts";
import { RunPanels, type RunPanelsOptions } from "../features/panel/vscode/runPanels.ts";
import { showInRunFiles } from "../features/runFiles/vscode/runFileLanguage.ts";
import { LocalIndex } from "../features/search/core/localIndex.ts";
import { stepsOf } from "../features/search/core/reading/readRun.ts";
import { SearchHistory } from "../features/search/core/searchHistory.ts";
import { SearchResults } from "../features/search/vscode/searchResults.ts";
import { SearchView } from "../features/search/vscode/searchView.ts";
import type { UploadNode } from "../features/uploads/vscode/uploadNode.ts";
import { UploadsTree } from "../features/uploads/vscode/uploadsTree.ts";
import { stillForDialogs } from "../host/dialogs.ts";
import { hadWaitingKey, runningTestsKey } from "../host/ids.ts";
import type { LazyTree } from "../host/lazyTree.ts";
import { onDidChangeIndexSettings, readIndexEnabled, readIndexSize } from "../host/settings.ts";
import { whenTrusted } from "../host/whenTrusted.ts";
import type { OriginOf } from "../model/runOrigin.ts";
import { attachmentsOf } from "../runs/create/sentFiles.ts";
import { KnownCauses } from "../runs/failures/knownCauses.ts";
import type { StoreChange } from "../runs/store/knownRuns.ts";
import { waitingList } from "../runs/store/polling/waitingPoll.ts";
import { Cover } from "../runs/values/cover.ts";
import type { App } from "./app.ts";
import { OfferedCommands } from "./offeredCommands.ts";
import type { AppBase, AppState } from "./state.ts";

/** The views that were made at the activation, and the event for other extensions. */
export interface EntryViews {
  explorer: Explorer;
  uploads: LazyTree<UploadNode>;
  runsChanged: vscode.EventEmitter<StoreChange>;
}

type ExplorerParts = Pick<
  App,
  "activeRuns" | "watched" | "layouts" | "tree" | "knownCauses" | "selectedRows" | "revealView"
>;

type PanelParts = Pick<App, "panels" | "comparisons" | "compared" | "documents" | "batchPanels"> & {
  goldenResults: GoldenResults;
};

type SearchParts = Pick<App, "localIndex" | "history" | "results" | "showResults">;

/** What shows runs to a person. */
export type AppWindows = ExplorerParts &
  PanelParts &
  SearchParts &
  Pick<App, "conversations" | "insights" | "facts" | "goldenTests" | "selectedUploads"> & {
    answerFiles: AnswerFiles;
    uploadsTree: UploadsTree;
  };

/** Builds views, panels and notifications, in order. */
export function appWindows(base: AppBase, entry: EntryViews, state: AppState): AppWindows {
  const { extension, owned, log } = base;
  const { connections, sessions, answers, uploads, nextRun } = state;
  const answerOptions = { answers, connections, sessions, window: extension.workspaceState };
  const answerFiles = owned.add(new AnswerFiles(answerOptions));
  const explorer = explorerOf(base, entry, state);
  const panels = panelsOf(base, state);
  const search = searchOf(base, state);
  const { localIndex } = search;
  owned.add(
    explorer.tree.followIndex({
      factsOf: (id) => localIndex.factsOf(id),
      onDidChange: localIndex.onDidChange,
    }),
  );
  const insights = insightsOf(base, state, explorer, search);
  const ofRuns = panels.panels.services;
  const acts = conversationActions({ ...state, ...panels, log });
  const ofConversations = { connections, sessions, localIndex, ofRuns, ...acts };
  const conversations = owned.add(new ConversationPanels(extension.extensionUri, ofConversations));
  notify(base, state, explorer, { ...panels, conversations });
  owned.add(showInRunFiles(connections));
  for (const { changed } of [entry.explorer, entry.uploads]) owned.add(stillForDialogs(changed));
  const uploadsTree = owned.add(new UploadsTree(explorer.activeRuns, uploads, nextRun, entry.uploads));
  const parts = { ...explorer, ...panels, ...search, ...insights, conversations, answerFiles, uploadsTree };
  owned.add(new OfferedCommands({ ...state, ...parts, runs: parts.activeRuns }));
  return {
    ...parts,
    goldenTests: goldenOf(base, { ...state, ...parts, log }),
    selectedUploads: () => entry.uploads.view.selection,
  };
}

/** The *Runs* view: its rows, the parts around them, and the runs that are followed while it is in view. */
function explorerOf(
  base: AppBase,
  entry: EntryViews,
  { connections, batches, sessions, answers }: AppState,
): ExplorerParts {
  const { extension, owned, shared } = base;
  const { view, changed } = entry.explorer;
  const activeRuns = owned.add(new ActiveRuns(connections, sessions));
  owned.add(activeRuns.onDidChange((change) => entry.runsChanged.fire(change)));
  const layouts = owned.add(new LayoutStore({ ...shared, window: extension.workspaceState }, connections));
  const roots = owned.add(new ViewsAndBatches(layouts, batches));
  const causePlaces = { known: shared.knownCauses, seen: shared.seenCauses };
  const knownCauses = owned.add(new KnownCauses(causePlaces));
  const tree = owned.add(new RunsTree(activeRuns, roots, changed, knownCauses));
  owned.add(tree.holdAnswered(answers));
  owned.add(view.onDidChangeVisibility(({ visible }) => visible || tree.releaseHeld()));
  owned.add(view.onDidCollapseElement(({ element }) => tree.collapsed(element)));
  const watched = owned.add(new WatchedRuns(connections, sessions));
  owned.add(new RunsView({ runs: activeRuns, watched, layouts, tree, view }));
  owned.add(countAgain(watched, extension.workspaceState));
  owned.add(new LiveRuns(activeRuns, roots, view));
  owned.add(new WaitingPolls(watched, view));
  owned.add(new ConnectionStatus(activeRuns, watched));
  return {
    activeRuns,
    watched,
    layouts,
    tree,
    knownCauses,
    selectedRows: () => view.selection,
    revealView: (viewId) => revealRow(view, tree.viewNode(viewId)),
  };
}

/** Counts what waits once more after a reload, so that the badge is right before the view is opened. */
function countAgain(watched: WatchedRuns, window: vscode.Memento): Disposable {
  const owned = new DisposableStore();
  const hadWaiting = (): boolean => window.get(hadWaitingKey) === true;
  owned.add(
    watched.onDidChange(() => {
      if (!watched.apps.every(({ session }) => waitingList(session.store).isRead)) return;
      const waits = watched.counts.some(({ waiting }) => waiting > 0);
      if (waits !== hadWaiting()) window.update(hadWaitingKey, waits).then(undefined, onUnexpectedError);
    }),
  );
  if (hadWaiting()) owned.add(whenTrusted(() => void watched.refresh().catch(onUnexpectedError)));
  return owned;
}

/** What shows a run: its panel, the panel that compares it with another run, and documents. */
function panelsOf({ extension, owned }: AppBase, state: AppState): PanelParts {
  const { extensionUri } = extension;
  const { connections, sessions, answers, batches, creator, reports, uploads } = state;
  const documents = new RunDocuments(sessions);
  owned.add(documents.register());
  const compared = owned.add(new CompareSelection());
  const goldenResults = owned.add(new GoldenResults());
  const golden = new GoldenRuns({ results: goldenResults, goldenRun: goldenRunOf });
  const act = panelActions(documents);
  const runs = { connections, sessions, exportedRun };
  const attachments: RunPanelsOptions["attachments"] = async ({ connectionId, runId, file }) => {
    const sent = file === undefined ? creator.sentWith(connectionId, runId) : undefined;
    return sent ? attachmentsOf(sent, (id) => uploads.list(connectionId).find((upload) => upload.id === id)) : [];
  };
  const ofPanels = { ...runs, answers, compared, golden, act, attachments };
  const values = { use: useOfValues(reports), saveFile: savingOfFiles() };
  const panels = owned.add(new RunPanels(extensionUri, { ...ofPanels, ...values }));
  const comparisons = owned.add(new ComparePanels(extensionUri, { ...runs, ...compareActions(panels, act) }));
  const ofBatches = { batches, connections, sessions, ...batchResultActions() };
  const batchPanels = owned.add(new BatchPanels(extensionUri, ofBatches));
  return { panels, comparisons, compared, documents, batchPanels, goldenResults };
}

/** Notifications about input requests and about runs that have ended. */
function notify(
  base: AppBase,
  state: AppState,
  { watched }: ExplorerParts,
  inView: Pick<App, "conversations" | "panels">,
): void {
  const { owned } = base;
  const { answers, connections, sessions, started, shown } = state;
  owned.add(new InputRequestNotifications({ answers, watched, connections, ...inView, started, shown, sessions }));
  owned.add(new EndNotifications({ connections, sessions, ...inView, started }));
}

/** In milliseconds: so often, while results are shown, what the list has seen since is added to the local index. */
const listSpacing = 1_000;

/** The local index, and the search in it. Its database and thread are loaded with the first run or search. */
function searchOf(base: AppBase, state: AppState): SearchParts {
  const { owned, shared } = base;
  const { connections, sessions } = state;
  const localIndex = localIndexOf(base, state);
  owned.add(indexList(state, localIndex));
  owned.add(
    sessions.onDidReadWhole(({ connectionId, run, runStory }) =>
      localIndex.add(connectionId, { run, steps: stepsOf(runStory.story) }),
    ),
  );
  owned.add(sessions.onDidLose(({ connectionId, runId }) => void localIndex.forgetRun(connectionId, runId)));
  const results = owned.add(new SearchResults(localIndex));
  const see = new SpacedTask(() => {
    const id = results.shown?.connectionId;
    const store = id !== undefined && connections.get(id) ? sessions.get(id).store : undefined;
    if (id !== undefined && store) void localIndex.see(id, store.runs(), store.total);
  }, listSpacing);
  owned.add(see);
  for (const onDidChange of [sessions.onDidChange, localIndex.onDidChange])
    owned.add(onDidChange((id) => void (id === results.shown?.connectionId && see.ask())));
  const addressOf = (id = "") => connections.get(id)?.baseUrl;
  /** Of the app whose runs are shown. */
  let address: string | undefined;
  owned.add(results.onDidChange(() => (address = addressOf(results.shown?.connectionId))));
  owned.add(
    connections.onDidChange(({ client }) => {
      if (client === undefined) return;
      // Runs of another app can't be opened at this address.
      if (results.shown?.connectionId === client && addressOf(client) !== address) results.clear();
      if (connections.wasRemoved(client)) localIndex.remove(client).catch(onUnexpectedError);
    }),
  );
  const apps = {
    otherApp: (id: string) => (id === connections.active?.id ? undefined : connections.get(id)?.name),
    onDidChange: (listener: () => void) => connections.onDidChange(listener),
  };
  const view = owned.add(new SearchView(results, apps));
  return { localIndex, history: new SearchHistory(shared.searches), results, showResults: () => view.show() };
}

/** In milliseconds: so long a window only does what a person has opened it for, and so often it looks for new runs. */
const indexSpacing = 5_000;

/** Keeps the runs that the list of the active app has shown, as the list has them. It asks the app nothing. */
function indexList({ connections, sessions }: AppState, localIndex: LocalIndex): Disposable {
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
    owned.add(onDidChangeIndexSettings(() => seen.ask()));
    seen.ask();
  }, indexSpacing);
  owned.add(toDisposable(() => clearTimeout(first)));
  return owned;
}

function localIndexOf({ extension, owned }: AppBase, { connections, clients, sessions }: AppState): LocalIndex {
  const localIndex = owned.add(
    new LocalIndex({
      folder: join(extension.globalStorageUri.fsPath, "index"),
      script: join(extension.extensionPath, "dist", "searchWorker.cjs"),
      mostBytes: readIndexSize,
      isOn: readIndexEnabled,
      connection: (id) => {
        const connection = connections.get(id);
        if (!connection) return undefined;
        const secrets = async (): Promise<readonly string[]> => {
          // Nothing is written when the connection's own key can't be read. A run may also name the key of another app.
          await connections.readKey(connection);
          return connections.withKeys((keys) => keys);
        };
        const originOf: OriginOf = (runId) => sessions.get(id).store.origins()(runId);
        return { baseUrl: connection.baseUrl, titlePath: connection.titlePath, secrets, originOf };
      },
      api: (id) => clients.get(id),
    }),
  );
  owned.add(onDidChangeIndexSettings(() => void localIndex.lookAtSetting().catch(onUnexpectedError)));
  return localIndex;
}

/** The figures of many runs, and the causes of their failures. */
function insightsOf(
  { extension, owned }: AppBase,
  { connections, sessions }: AppState,
  { knownCauses: known }: ExplorerParts,
  { localIndex, ...search }: SearchParts,
): Pick<App, "insights" | "facts"> {
  const indexOf: LocalIndex["factsOf"] = (id) => localIndex.factsOf(id);
  const readerOf = (id: string) => (localIndex.failure === undefined ? localIndex.readerOf(id) : undefined);
  const cover = () => connections.withKeys((keys) => new Cover(keys));
  const facts = owned.add(new InsightsFacts({ sessions, indexOf, readerOf, cover }));
  const appOf = (connectionId: string) => {
    const connection = connections.get(connectionId);
    return connection && { name: connection.name, isProduction: connection.production !== undefined };
  };
  const actions = insightsActions(search);
  const ofInsights = { facts, known, appOf, onDidChangeApps: connections.onDidChange, ...actions };
  return { insights: owned.add(new InsightsPanels(extension.extensionUri, ofInsights)), facts };
}

/** Golden tests in the Test Explorer, made at the first use. */
function goldenOf(
  { extension, owned }: AppBase,
  app: Parameters<typeof goldenSuite>[0] & { goldenResults: GoldenResults },
): () => GoldenTests {
  const running = new RunningTests(runningTestsPlace(extension.workspaceState));
  const options = { begin: goldenSuite(app), results: app.goldenResults, running };
  let made: GoldenTests | undefined;
  return () => (made ??= owned.add(new GoldenTests(options)));
}

/** Stores the golden tests in progress in the workspace's state, where the next window finds them. */
function runningTestsPlace(window: vscode.Memento): RunningTestsPlace {
  return {
    read: () => window.get(runningTestsKey),
    write: (tests) => window.update(runningTestsKey, tests),
  };
}
