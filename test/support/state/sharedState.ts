import { type SharedState as CoreState, sharedStateIn as coreStateIn } from "../../../src/core/sharedState.ts";
import { type ExplorerStores, explorerStores } from "../../../src/features/explorer/vscode/layoutStore.ts";
import { type AnswerStores, answerStores } from "../../../src/features/inputRequests/core/answerStore.ts";
import {
  type NotificationStores,
  notificationStores,
} from "../../../src/features/notifications/core/shownNotifications.ts";
import { type SearchStores, searchStores } from "../../../src/features/search/core/searchHistory.ts";
import type { FileSystem } from "../../../src/storage/fileSystem.ts";

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
