import type { RunStore } from "./runStore.ts";

/** What views read of the runs of an app, or of several in one list. */
export type RunLists = Pick<
  RunStore,
  | "get"
  | "list"
  | "listWithKey"
  | "loadAll"
  | "loadMore"
  | "onDidChange"
  | "origins"
  | "read"
  | "refresh"
  | "runs"
  | "show"
  | "state"
  | "statusLists"
  | "titlePath"
  | "view"
  | "watch"
>;
