import type { Run } from "../../../api/schemas.ts";
import { asksSeveral } from "../../../runs/labels/pendingInputRequests.ts";
import type { RunsOutline } from "../../../runs/store/runsOutline.ts";
import type { RunStore } from "../../../runs/store/runStore.ts";
import { nodeId, refOf, type RunsNode } from "./nodes.ts";

/** The structure of a root and its children, without the rows' texts about runs. */
interface Shape {
  text: string;
  runs: readonly Run[];
}

/** Remembers what was drawn, so that only changes are drawn again. */
export class TreeShapes {
  #roots = "";
  readonly #shapes = new Map<string, Shape>();

  /** Stores what VS Code is about to draw. */
  remember(roots: readonly RunsNode[], outline: RunsOutline, store: RunStore): void {
    this.#roots = rootsKey(roots);
    this.#shapes.clear();
    for (const node of roots) this.#shapes.set(nodeId(node), shapeOf(node, outline, store));
  }

  /** The roots that have changed; `undefined` when roots were added, removed or moved. */
  changed(roots: readonly RunsNode[], outline: RunsOutline, store: RunStore): RunsNode[] | undefined {
    if (rootsKey(roots) !== this.#roots) return undefined;
    return roots.filter((node) => {
      const id = nodeId(node);
      const [known, now] = [this.#shapes.get(id), shapeOf(node, outline, store)];
      this.#shapes.set(id, now);
      return !known || !isSame(known, now);
    });
  }
}

function shapeOf(node: RunsNode, outline: RunsOutline, store: RunStore): Shape {
  switch (node.kind) {
    case "group":
    case "view": {
      const { count = 0, atLeast = false, list, runs = [], held = [] } = outline.group(refOf(node)) ?? {};
      const { hasMore, loading, errorAt } = list ?? {};
      // Such a run gets another id, and VS Code reads ids only together with their siblings.
      const several = runs.filter(asksSeveral).map(({ id }) => id);
      const failed = failedRuns(list?.query.within?.ids, store);
      return { text: [count, atLeast, held.length, hasMore, loading, errorAt, failed, ...several].join(), runs };
    }
    case "more":
    case "error": {
      const list = node.list === undefined ? undefined : store.listWithKey(node.list);
      return {
        text: [list?.runs.length, list?.count, list?.loading, list?.errorAt ?? store.state.at].join(),
        runs: [],
      };
    }
    case "start":
      return { text: node.label, runs: [] };
    default:
      return { text: "", runs: [] };
  }
}

/** How many known runs of a batch have failed. */
export function failedRuns(ids: Iterable<string> = [], store: Pick<RunStore, "get">): number {
  let count = 0;
  for (const id of ids) if (store.get(id)?.status === "failed") count++;
  return count;
}

function isSame(a: Shape, b: Shape): boolean {
  if (a.text !== b.text || a.runs.length !== b.runs.length) return false;
  return a.runs === b.runs || a.runs.every(({ id }, place) => id === b.runs[place]?.id);
}

function rootsKey(roots: readonly RunsNode[]): string {
  return roots.map(nodeId).join(" ");
}
