import { isRow } from "#host/givenArgument.ts";
import { idInApps, appRunOfId } from "#runs/store/apps/runOfApp.ts";
import type { GroupRef } from "#workbench/explorer/core/runsOutline.ts";
import type { NoticeRow, StartRow } from "./topRows.ts";

/** A row of the explorer. A node keeps its identity, so that a refresh never collapses or deselects it. */
export type RunsNode =
  | NoticeNode
  | StartNode
  | GroupNode
  | ViewsNode
  | ViewNode
  | FoldNode
  | RunNode
  | InputRequestNode
  | MoreNode
  | ErrorNode
  | LoadingNode;

/** The row that says what isn't in the list. */
interface NoticeNode extends NoticeRow {
  kind: "notice";
}

/** The row that starts a run. */
interface StartNode extends StartRow {
  kind: "start";
}

export interface GroupNode extends GroupRef {
  kind: "group";
}

/** The row that contains the saved views and the batches. */
interface ViewsNode {
  kind: "views";
}

export interface ViewNode {
  kind: "view";
  viewId: string;
}

/** A part of a group that is too long for one node. */
export interface FoldNode {
  kind: "fold";
  group: GroupNode | ViewNode;
  /** The index of its first run in the group, from 0. */
  from: number;
}

export interface RunNode {
  kind: "run";
  runId: string;
  /** The connection of a run in the list of several. */
  connectionId?: string;
  /** The saved view that contains it, or `waitingViewId`; absent in the groups, where each run appears once. */
  viewId?: string;
}

/** The `viewId` of a waiting run that also appears in another group. */
export const waitingViewId = "waiting";

interface InputRequestNode {
  kind: "request";
  runId: string;
  /** The same as its run's. */
  connectionId?: string;
  requestId: string;
  /** The id of the run. */
  viewId?: string;
}

interface MoreNode {
  kind: "more";
  list: string;
  /** The node whose end it marks; absent at the end of the whole tree. */
  group?: GroupNode | ViewNode;
}

interface ErrorNode {
  kind: "error";
  /** The list whose next page failed; absent when the whole view couldn't be refreshed. */
  list?: string;
  group?: GroupNode | ViewNode;
  /** The connection that can't be read, in the list of several. */
  connectionId?: string;
}

/** The row that says of which connections the runs aren't there yet, in the list of several. */
interface LoadingNode {
  kind: "loading";
}

/** What a run is called in its list. */
export function rowIdOf({ runId, connectionId }: Pick<RunNode, "runId" | "connectionId">): string {
  return connectionId === undefined ? runId : idInApps({ connectionId, runId });
}

/** The parts of a node for a run of a list. */
export function runRefOf(id: string): Pick<RunNode, "runId" | "connectionId"> {
  return appRunOfId(id) ?? { runId: id };
}

export function nodeId(node: RunsNode): string {
  switch (node.kind) {
    case "group":
      return `group:${node.by}:${node.value}`;
    case "notice":
    case "start":
    case "views":
    case "loading":
      return node.kind;
    case "view":
      return `view:${node.viewId}`;
    case "fold":
      return `fold:${node.from}:${nodeId(node.group)}`;
    case "run":
      return `run:${rowIdOf(node)}${node.viewId === undefined ? "" : `:${node.viewId}`}`;
    case "request":
      return `request:${rowIdOf(node)}:${node.requestId}${node.viewId === undefined ? "" : `:${node.viewId}`}`;
    case "more":
      return `more:${node.group ? nodeId(node.group) : ""}`;
    case "error":
      if (node.connectionId !== undefined) return `error:app:${node.connectionId}`;
      return `error:${node.list === undefined ? "all" : node.group ? nodeId(node.group) : ""}`;
  }
}

export function refOf(node: GroupNode | ViewNode): GroupRef {
  return node.kind === "view" ? { by: "view", value: node.viewId } : node;
}

/** Returns the same object for the same row, as VS Code's tree needs it. */
export class NodeCache {
  readonly #nodes = new Map<string, RunsNode>();

  get<T extends RunsNode>(node: T): T {
    const id = nodeId(node);
    const cachedNode = this.#nodes.get(id);
    if (cachedNode) return Object.assign(cachedNode as T, node);
    this.#nodes.set(id, node);
    return node;
  }

  /**
   * The existing rows of a run: one in the groups, one in each saved view that contains it, one while it waits.
   * @param rowId as the list has it
   */
  rowsOf(rowId: string, viewIds: readonly string[]): RunsNode[] {
    const ids = [`run:${rowId}`, ...[...viewIds, waitingViewId].map((viewId) => `run:${rowId}:${viewId}`)];
    return ids.flatMap((id) => this.#nodes.get(id) ?? []);
  }

  clear(): void {
    this.#nodes.clear();
  }
}

/** Whether an argument of a command is a row of the explorer. */
export function isNode(argument: unknown): argument is RunsNode {
  return isRow(argument);
}
