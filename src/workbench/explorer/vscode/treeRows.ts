import type { Run } from "#api/schemas.ts";
import { needsPerson, statusFacts } from "#model/status.ts";
import { isoDay } from "#model/times.ts";
import { asksSeveral, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import type { StoreState } from "#runs/store/runStore.ts";
import { waitsLong } from "#workbench/connections/vscode/connectionText.ts";
import type { OutlineGroup, RunsOutline } from "#workbench/explorer/core/runsOutline.ts";
import {
  type FoldNode,
  type GroupNode,
  type NodeCache,
  nodeId,
  runRefOf,
  refOf,
  rowIdOf,
  type RunNode,
  type RunsNode,
  type ViewNode,
  waitingViewId,
} from "./nodes.ts";
import type { TopRows } from "./topRows.ts";

/**
 * The structure of a root and its children, without the rows' texts about runs. An answer doesn't change it: VS Code
 * forgets the rows of a parent that it draws again, and a click on one of them is lost.
 */
interface Shape {
  text: string;
  runs: readonly Run[];
  /** What the rows at its end say. */
  end?: string;
}

/** Remembers what was drawn, so that only changes are drawn again. */
export class TreeShapes {
  #roots = "";
  readonly #shapes = new Map<string, Shape>();

  /** Stores what VS Code is about to draw. */
  remember(roots: readonly RunsNode[], outline: RunsOutline, store: RunLists): void {
    this.#roots = rootsKey(roots);
    this.#shapes.clear();
    for (const node of roots) this.#shapes.set(nodeId(node), shapeOf(node, outline, store));
  }

  forget(): void {
    this.#roots = "";
    this.#shapes.clear();
  }

  /** The runs of a root's rows, as they were drawn. */
  runsOf(root: RunsNode): readonly Run[] {
    return this.#shapes.get(nodeId(root))?.runs ?? [];
  }

  /**
   * The roots that have changed, and the rows at the ends of the others; `undefined` when roots were added, removed or
   * moved.
   */
  changed(roots: readonly RunsNode[], outline: RunsOutline, store: RunLists, rows: TreeEnds): RunsNode[] | undefined {
    if (rootsKey(roots) !== this.#roots) return undefined;
    return roots.flatMap((node) => {
      const id = nodeId(node);
      const [known, now] = [this.#shapes.get(id), shapeOf(node, outline, store)];
      this.#shapes.set(id, now);
      if (!known || !isSame(known, now)) return [node];
      return known.end === now.end ? [] : rows.ends(node, outline);
    });
  }
}

type TreeEnds = Pick<TreeRows, "ends">;

function shapeOf(node: RunsNode, outline: RunsOutline, store: RunLists): Shape {
  switch (node.kind) {
    case "group":
    case "view": {
      const { count = 0, atLeast = false, list, runs = [], held = [] } = outline.group(refOf(node)) ?? {};
      const { hasMore, loading, errorAt, retry } = list ?? {};
      // Such a run gets another id, and VS Code reads ids only together with their siblings.
      const several = runs.filter(asksSeveral).map(({ id }) => id);
      const failed = failedRuns(list?.query.within?.ids, store);
      return {
        text: [count + held.length, atLeast, hasMore, errorAt, failed, ...several].join(),
        runs,
        end: [loading, retry?.at].join(),
      };
    }
    case "more":
    case "error": {
      const list = node.list === undefined ? undefined : store.listWithKey(node.list);
      const state = stateOf(node, store.state);
      const { retry } = list ?? state;
      return {
        text: [list?.runs.length, list?.count, list?.loading, list?.errorAt ?? state.at, retry?.at].join(),
        runs: [],
      };
    }
    case "loading":
      return { text: loadingApps(store.state).join(), runs: [] };
    case "notice":
    case "start":
      return { text: `${node.label} ${node.description}`, runs: [] };
    default:
      return { text: "", runs: [] };
  }
}

/** The state that a row is about: that of one connection, or of the whole list. */
export function stateOf(node: RunsNode, whole: StoreState): StoreState {
  const id = node.kind === "error" ? node.connectionId : undefined;
  return whole.apps?.find(({ connectionId }) => connectionId === id)?.state ?? whole;
}

/** The connections that haven't responded yet, of several. */
export function loadingApps({ apps = [] }: StoreState): string[] {
  return apps.filter(({ state: { kind } }) => kind === "idle" || kind === "loading").map((app) => app.connectionId);
}

/** Whether a row says that the runs couldn't be read, or why they aren't read for a while. */
function hasProblem({ kind, retry }: StoreState): boolean {
  return kind === "failed" || (retry !== undefined && waitsLong(retry));
}

/** How many known runs of a batch have failed. */
export function failedRuns(ids: Iterable<string> = [], store: Pick<RunLists, "get">): number {
  let count = 0;
  for (const id of ids) if (store.get(id)?.status === "failed") count++;
  return count;
}

function isSame(a: Shape, b: Shape): boolean {
  if (a.text !== b.text || a.runs.length !== b.runs.length) return false;
  return a.runs === b.runs || a.runs.every(({ id }, index) => id === b.runs[index]?.id);
}

function rootsKey(roots: readonly RunsNode[]): string {
  return roots.map(nodeId).join(" ");
}

/** VS Code requests every child of a node whenever the node is drawn, so no node gets more. */
const maxChildren = 1000;

const noRows: TopRows = { start: () => undefined, notice: () => undefined };

/**
 * The structure of the tree: the groups and saved views, their runs, in folds if there are many, and the rows at their
 * ends.
 */
export class TreeRows {
  readonly #nodes: NodeCache;
  readonly #top: TopRows;

  constructor(nodes: NodeCache, top: TopRows = noRows) {
    this.#nodes = nodes;
    this.#top = top;
  }

  #roots(outline: RunsOutline, state: StoreState): RunsNode[] {
    const notice = this.#top.notice();
    const rows = this.#rowsOf(outline, state);
    return notice ? [this.#nodes.get({ kind: "notice", ...notice }), ...rows] : rows;
  }

  #rowsOf(outline: RunsOutline, state: StoreState): RunsNode[] {
    const nodes = outline
      .groups()
      .map((group): RunsNode => this.#nodes.get({ kind: "group", by: group.by, value: group.value }));
    const whole = outline.wholeList;
    if (whole) nodes.push(...this.#tail(whole, undefined));
    const views: RunsNode[] = outline.viewIds.length > 0 ? [this.#nodes.get({ kind: "views" })] : [];
    // Near the top however many runs there are, but below the waiting ones, which nothing moves.
    nodes.splice(isWaiting(nodes[0]) ? 1 : 0, 0, ...this.#failedApps(state), ...views);
    if (nodes.length > 0 && hasProblem(state)) nodes.unshift(this.#nodes.get({ kind: "error" }));
    // At the end, so that nothing moves when it goes.
    if (loadingApps(state).length > 0) nodes.push(this.#nodes.get({ kind: "loading" }));
    if (state.kind !== "ready") return nodes;
    const start = this.#top.start(nodes.length === 0);
    if (start) nodes.unshift(this.#nodes.get({ kind: "start", ...start }));
    return nodes;
  }

  /** One row for each connection whose runs couldn't be read, of several. */
  #failedApps({ apps = [] }: StoreState): RunsNode[] {
    const failed = apps.filter((app) => hasProblem(app.state));
    return failed.map(({ connectionId }): RunsNode => this.#nodes.get({ kind: "error", connectionId }));
  }

  /** The roots, and the saved views and batches below one of them, which are compared on their own. */
  shaped(outline: RunsOutline, state: StoreState): RunsNode[] {
    return this.#roots(outline, state).flatMap((root): RunsNode[] =>
      root.kind === "views" ? [root, ...this.#views(outline)] : [root],
    );
  }

  viewNode(viewId: string): ViewNode {
    return this.#nodes.get({ kind: "view", viewId });
  }

  /** The parent of a saved view or a batch. No other row is ever revealed. */
  parent(node: RunsNode): RunsNode | undefined {
    return node.kind === "view" ? this.#nodes.get({ kind: "views" }) : undefined;
  }

  #views(outline: RunsOutline): ViewNode[] {
    return outline.viewIds.map((viewId) => this.viewNode(viewId));
  }

  children(node: RunsNode | undefined, outline: RunsOutline, state: StoreState): RunsNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#roots(outline, state);
      case "views":
        return this.#views(outline);
      case "group":
      case "view":
        return this.#ofGroup(node, outline);
      case "fold":
        return this.#ofFold(node, outline);
      case "run":
        return this.#ofRun(node, outline);
      default:
        return [];
    }
  }

  #ofGroup(node: GroupNode | ViewNode, outline: RunsOutline): RunsNode[] {
    const group = outline.group(refOf(node));
    if (!group) return [];
    const tail = this.ends(node, outline);
    if (group.runs.length + tail.length <= maxChildren)
      return [...this.#runs(node, group, 0, group.runs.length), ...tail];
    const folds: RunsNode[] = [];
    for (let from = 0; from < group.runs.length; from += maxChildren) {
      folds.push(this.#nodes.get({ kind: "fold", group: node, from }));
    }
    return [...folds, ...tail];
  }

  /** The rows at the end of a group or a saved view. */
  ends(node: RunsNode, outline: RunsOutline): RunsNode[] {
    if (node.kind !== "group" && node.kind !== "view") return [];
    const group = outline.group(refOf(node));
    if (!group?.list || (group.isPreview && !group.list.isReadInPart)) return [];
    const own = group.runs.length - (group.held?.length ?? 0);
    return this.#tail(group.list, node, group.atLeast || group.count > own);
  }

  #ofFold({ group: node, from }: FoldNode, outline: RunsOutline): RunsNode[] {
    const group = outline.group(refOf(node));
    return group ? this.#runs(node, group, from, from + maxChildren) : [];
  }

  /** A run's input requests, if there are several. */
  #ofRun(node: RunNode, outline: RunsOutline): RunsNode[] {
    const run = outline.run(rowIdOf(node));
    if (!run || !asksSeveral(run)) return [];
    const view = { ...runRefOf(run.id), ...(node.viewId === undefined ? {} : { viewId: node.viewId }) };
    return pendingInputRequests(run).map(({ id }) => this.#nodes.get({ kind: "request", requestId: id, ...view }));
  }

  /**
   * The nodes to redraw: the roots that have changed, and each row of a changed run outside those roots. A run has a
   * row in its group and others in saved views and batches.
   */
  redrawn(roots: readonly RunsNode[], runIds: Iterable<string>, outline: RunsOutline): RunsNode[] {
    const drawn = new Set(roots.flatMap((root) => this.#rowIds(root, outline)));
    const rows = [...runIds].flatMap((id) => this.#nodes.rowsOf(id, outline.viewIds));
    return [...roots, ...rows.filter((row) => !drawn.has(nodeId(row)))];
  }

  /** The ids of the rows below a root, also inside its folds. */
  #rowIds(root: RunsNode, outline: RunsOutline): string[] {
    if (root.kind !== "group" && root.kind !== "view") return [];
    const view = viewOf(root);
    return (outline.group(refOf(root))?.runs ?? []).map(({ id }) => nodeId({ kind: "run", ...runRefOf(id), ...view }));
  }

  /** The end of a fold, and whether it starts expanded: the newest one does, and the one that is being loaded. */
  foldRange({ group: node, from }: FoldNode, outline: RunsOutline): { to: number; isOpen: boolean } {
    const length = outline.group(refOf(node))?.runs.length ?? from;
    const to = Math.min(from + maxChildren, length);
    return { to, isOpen: from === 0 || (to === length && length <= 2 * maxChildren) };
  }

  #runs(node: GroupNode | ViewNode, group: OutlineGroup, from: number, to: number): RunsNode[] {
    const view = viewOf(node);
    return group.runs.slice(from, to).map(({ id }) => this.#nodes.get({ kind: "run", ...runRefOf(id), ...view }));
  }

  #tail(list: RunList, node: GroupNode | ViewNode | undefined, hasMore = list.hasMore): RunsNode[] {
    const end = { list: list.key, group: node };
    if (list.error) return [this.#nodes.get({ kind: "error", ...end })];
    return list.hasMore && hasMore ? [this.#nodes.get({ kind: "more", ...end })] : [];
  }
}

/** Whether a group starts expanded: those of runs that are over, or of earlier days, do if there is no other one. */
export function isOpenAtFirst({ by, value }: OutlineGroup, outline: RunsOutline, now: number): boolean {
  if (outline.groups().length === 1 || by === "waiting") return true;
  if (by === "status") return statusFacts(value).startsCollapsed !== true;
  return by === "day" && (value === "" || value === isoDay(new Date(now)));
}

function isWaiting(node: RunsNode | undefined): boolean {
  return node?.kind === "group" && (node.by === "waiting" || (node.by === "status" && needsPerson(node.value)));
}

/** A run appears in a saved view, and on top while it waits, in addition to its own group. */
function viewOf(node: GroupNode | ViewNode): Pick<RunNode, "viewId"> {
  if (node.kind === "view") return { viewId: node.viewId };
  return node.by === "waiting" ? { viewId: waitingViewId } : {};
}
