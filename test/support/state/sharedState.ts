import { type NotificationStores, notificationStores } from "#features/notifications/core/shownNotifications.ts";
import { type SearchStores, searchStores } from "#features/search/core/searchHistory.ts";
import type { FileSystem } from "#storage/fileSystem.ts";
import { type SharedState as CoreState, sharedStateIn as coreStateIn } from "#workbench/core/sharedState.ts";
import { type ExplorerStores, explorerStores } from "#workbench/explorer/vscode/layoutStore.ts";
import { type AnswerStores, answerStores } from "#workbench/inputRequests/core/answerStore.ts";

/** What all windows share: the core's, and that of each feature. */
export type SharedState = CoreState & ExplorerStores & AnswerStores & NotificationStores & SearchStores;

export function sharedStateIn(storage: string, fs?: FileSystem): SharedState {
  const core = coreStateIn(storage, fs);
  const { folder } = core;
  return {
    ...core,
    ...explorerStores(folder),
    ...answerStores(folder),
    ...notificationStores(folder),
    ...searchStores(folder),
  };
}
