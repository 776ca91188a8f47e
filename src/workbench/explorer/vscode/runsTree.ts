import type * as vscode from "vscode";
import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { knownStatuses, needsPerson } from "#model/status.ts";
import { asksSeveral, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { queryTextOf } from "#runs/query/listQuery.ts";
import type { AppRun } from "#runs/store/apps/runOfApp.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import type { RunList } from "#runs/store/runList.ts";
import { HeldRuns, type RowAct, StableOrder } from "#workbench/explorer/core/heldRuns.ts";
import { type GroupRef, groupKey, RunsOutline } from "#workbench/explorer/core/runsOutline.ts";
import { InputRequestTimes } from "#workbench/inputRequests/core/inputRequestTimes.ts";
import { answeredWords, type SentAnswers, unsentWords } from "./answeredRows.ts";
import { type CauseKnowledge, causeMarks } from "./items/groupItem.ts";
import { type Apart, rowTime } from "./items/runRow.ts";
import { runTooltip } from "./items/runTooltip.ts";
import { tellApart } from "./items/tellApart.ts";
import { type ItemContext, knownOf, treeItem } from "./items/treeItems.ts";
import type { LayoutStore } from "./layoutStore.ts";
import {
  type GroupNode,
  NodeCache,
  nodeId,
  refOf,
  rowIdOf,
  type RunNode,
  type RunsNode,
  type ViewNode,
} from "./nodes.ts";
import type { ShownRuns } from "./shownRuns.ts";
import type { NoticeRows, StartRow, StartRows } from "./topRows.ts";
import { TreeRows, TreeShapes } from "./treeRows.ts";

/**
 * In milliseconds. VS Code draws a view only after 200 ms without a change, so without a pause it would never be drawn.
 */
const drawSpacing = 300;

/** The most rows, besides those that wait, that are drawn one by one when their ages change. */
const maxSingleRows = 50;

/** Number of failed runs that are read to group them by their causes. */
const maxFailures = 1_000;

/** The groups of runs that wait for a person, in all layouts. */
const waitingGroups: readonly GroupRef[] = [
  { by: "waiting", value: "" },
  ...knownStatuses.filter(needsPerson).map((value): GroupRef => ({ by: "status", value })),
];

/** What the row of a run says that doesn't wait any more. */
const goneWords = "No longer waiting";

/** The rows of the explorer, from the store of the active connection, or of several. A change redraws the smallest node that shows it. */
export class RunsTree implements Disposable {
  readonly #runs: ShownRuns;
  readonly #layouts: LayoutStore;
  readonly #changed: Pick<Emitter<RunsNode | undefined>, "fire">;
  readonly #nodes = new NodeCache();
  readonly #rows = new TreeRows(this.#nodes, {
    start: (isEmpty) => this.#startRow(isEmpty),
    notice: () => this.#notices?.rowFor(this.#runs.layoutId ?? ""),
  });
  #starts: StartRows | undefined;
  #notices: NoticeRows | undefined;
  readonly #shapes = new TreeShapes();
  readonly #disposables = new DisposableStore();
  /** What of the rows changes with time alone, as it was drawn last. */
  readonly #ages = new Map<string, string>();
  /** The rows that say the same as others in their list, by node. */
  readonly #apart = new Map<string, Apart>();
  #answers: SentAnswers | undefined;
  readonly #times = new InputRequestTimes((runId) => this.#noteRuns([runId]));
  readonly #known: CauseKnowledge | undefined;
  readonly #held = new HeldRuns(pendingInputRequests);
  readonly #waitingOrder = new StableOrder();
  /** The list whose rows VS Code asked for last. */
  #rowsOf: string | undefined;
  /** The list and its layout, as they were last. */
  #chosen: string | undefined;
  /** Discarded after each change. */
  #context: ItemContext | undefined;
  #pending: { all: boolean; runs: Set<string> } | undefined;
  readonly #drawing = this.#disposables.add(new SpacedTask(() => this.#draw(), drawSpacing));
  readonly #drawn = this.#disposables.add(new Emitter<void>());
  /** Fires when rows were drawn, which may be the last change before there are none. */
  readonly onDidDraw = this.#drawn.event;

  /** @param changed called with the node to redraw, or without one for all */
  constructor(
    runs: ShownRuns,
    layouts: LayoutStore,
    changed: Pick<Emitter<RunsNode | undefined>, "fire">,
    known?: CauseKnowledge,
  ) {
    this.#known = known;
    if (known) this.#disposables.add(known.onDidChange(() => this.#note({ kind: "all" })));
    this.#runs = runs;
    this.#layouts = layouts;
    this.#changed = changed;
    this.#disposables.add(runs.onDidChange((change) => this.#note(change)));
    this.#disposables.add(layouts.onDidChange(() => this.#note({ kind: "all" })));
    this.#isOther();
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (!node && this.#dropsOthers()) return [];
    if (!node) await this.#runs.begin();
    if (node?.kind === "group" || node?.kind === "view") await this.#readOwnList(node);
    if (!node) this.#readFailures();
    this.#holdLeft();
    const context = this.#contextNow();
    if (!context) return [];
    const children = this.#rows.children(node, context.outline, context.store.state);
    this.#tellApart(children, context);
    const { causes } = context.outline;
    // Causes that are drawn have been seen.
    if (!node && causes) this.#known?.shown(context.layoutId, causes);
    if (!node) this.#shapes.remember(this.#shaped(context), context.outline, context.store);
    return children;
  }

  /**
   * VS Code keeps the rows that it has until it gets others. Those of another app go at once, however slow this one
   * responds.
   *
   * @returns whether there are none for now; VS Code asks again soon
   */
  #dropsOthers(): boolean {
    const [before, now] = [this.#rowsOf, this.#runs.layoutId];
    this.#rowsOf = now;
    if (before === undefined || before === now || this.#runs.store?.state.kind !== "idle") return false;
    setImmediate(() => this.#changed.fire(undefined));
    return true;
  }

  getParent(node: RunsNode): RunsNode | undefined {
    return this.#rows.parent(node);
  }

  /** The row of a saved view or a batch, which can be revealed. */
  viewNode(viewId: string): ViewNode {
    return this.#rows.viewNode(viewId);
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    const context = this.#contextNow();
    if (!context) throw new Error("A row was requested when there was no connection.");
    if (node.kind === "run") this.#noteRow(rowIdOf(node), context);
    const item = treeItem(node, context);
    const run = node.kind === "run" ? context.outline.run(rowIdOf(node)) : undefined;
    // VS Code remembers by id whether a row was expanded. A row that had no children before would never expand.
    const several = run && asksSeveral(run) ? ":several" : "";
    item.id = `${this.#runs.layoutId ?? ""}:${nodeId(node)}${several}`;
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunsNode): vscode.TreeItem {
    const context = this.#contextNow();
    const run = node.kind === "run" || node.kind === "request" ? context?.store.get(rowIdOf(node)) : undefined;
    const own = run && this.#runs.own(run);
    if (own && context) item.tooltip = runTooltip(own.run, Date.now(), knownOf(run, context));
    return item;
  }

  listAt(node: RunsNode): RunList | undefined {
    const context = this.#contextNow();
    if (!context) return undefined;
    const { outline, store } = context;
    switch (node.kind) {
      case "more":
      case "error":
        return node.list === undefined ? undefined : store.listWithKey(node.list);
      case "fold":
        return this.listAt(node.group);
      case "group":
      case "view":
        return outline.group(refOf(node))?.list ?? outline.wholeList;
      case "notice":
      case "start":
      case "views":
      case "loading":
        return undefined;
      case "run":
      case "request": {
        if (node.viewId !== undefined) return this.listAt({ kind: "view", viewId: node.viewId });
        const group = outline.groups().find(({ runs }) => runs.some(({ id }) => id === rowIdOf(node)));
        return group?.list ?? outline.wholeList;
      }
    }
  }

  /** Puts a row on top, as long as another feature has one that starts a run. */
  offerStart(starts: StartRows): Disposable {
    this.#starts = starts;
    return starts.onDidChange(() => this.#note({ kind: "all" }));
  }

  /** Puts a row above all others, as long as another feature has one that says what isn't in the list. */
  offerNotice(notices: NoticeRows): Disposable {
    this.#notices = notices;
    return notices.onDidChange(() => this.#note({ kind: "all" }));
  }

  #startRow(isEmpty: boolean): StartRow | undefined {
    const id = this.#runs.layoutId;
    if (id === undefined || queryTextOf(this.#layouts.layout(id).filter) !== "") return undefined;
    return this.#starts?.rowFor(id, isEmpty);
  }

  /** Whether there are no rows of runs, not even a group. */
  get isEmpty(): boolean {
    const context = this.#contextNow();
    const roots = context ? this.#rows.children(undefined, context.outline, context.store.state) : [];
    return roots.every(({ kind }) => kind === "start" || kind === "notice");
  }

  /** Updates the ages of the rows. @param all otherwise those of running runs, which count seconds at first */
  tick(all: boolean): void {
    this.#context = undefined;
    const now = Date.now();
    const { sortBy } = this.#contextNow() ?? {};
    const outdated = [...(this.#runs.store?.runs() ?? [])].filter((run) => {
      const drawn = all || run.status === "started" ? this.#ages.get(run.id) : undefined;
      return drawn !== undefined && drawn !== rowTime(run, now, { since: this.#times.oldest(run), sortBy });
    });
    // Those that wait are always drawn alone, so that no click on one of them is lost.
    const [waiting, others] = [outdated.filter(waits), outdated.filter((run) => !waits(run))];
    for (const { id } of waiting) this.#drawRun(id);
    if (others.length <= maxSingleRows) for (const { id } of others) this.#drawRun(id);
    else for (const root of this.#rootsOf(others)) this.#changed.fire(root);
  }

  /** The row of a run stays in its place, and says what was done with it. */
  hold(index: AppRun, act: RowAct): void {
    const context = this.#contextNow();
    const id = this.#runs.idOf(index) ?? "";
    const run = context?.store.get(id);
    if (!context || !run) return;
    // What another window has answered may have left its place already.
    const asks = pendingInputRequests(context.outline.run(id) ?? run);
    if (act.requestId !== undefined && !asks.some((request) => request.id === act.requestId)) return;
    this.#held.hold(run, act, () => context.outline.rowIndexesOf(id));
    this.#noteRuns([id]);
  }

  /** An act on a run had no effect. */
  release(index: AppRun, requestId?: string): void {
    const id = this.#runs.idOf(index);
    if (id !== undefined && this.#held.release(id, requestId)) this.#noteRuns([id]);
  }

  /** Whether a row says what was done with its run. */
  holds(index: AppRun): boolean {
    const id = this.#runs.idOf(index);
    return id !== undefined && this.#held.get(id) !== undefined;
  }

  /** All rows go to their places: the person asked for what is new, or has turned to something else. */
  releaseHeld(): void {
    if (this.#letGo()) this.#note({ kind: "all" });
  }

  /** Releases the rows that are held, unless there are none. */
  settle(): void {
    if (!this.#held.isEmpty) this.releaseHeld();
  }

  /** The rows of runs whose input requests are answered from here stay in their places and say how it went. */
  holdAnswered(answers: SentAnswers): Disposable {
    this.#answers = answers;
    return answers.onDidChange(({ ref, draftBy }) => {
      const id = this.#runs.idOf(ref);
      if (draftBy !== undefined || id === undefined) return;
      const { requestId } = ref;
      this.#noteRuns([id]);
      const run = this.#held.get(id)?.run ?? this.#runs.store?.get(id);
      const words = answeredWords(answers, ref, run);
      if (words === undefined) this.release(ref, requestId);
      else this.hold(ref, { kind: "answered", requestId, words });
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Groups by cause count all failed runs, as far as there aren't too many. */
  #readFailures(): void {
    const { outline, store } = this.#contextNow() ?? {};
    const whole = outline?.causes && outline.wholeList;
    if (store && whole && whole.hasMore && !whole.loading && !whole.error)
      void store.loadAll(whole.query, { maxRuns: maxFailures });
  }

  /**
   * A group with a list of its own is read when it is expanded. Meanwhile it shows the known runs. VS Code also asks for
   * the children of a row that it still has of another app, or of another layout: a list isn't read for it.
   */
  async #readOwnList(node: GroupNode | ViewNode): Promise<void> {
    const context = this.#contextNow();
    const shown = context ? this.#shaped(context) : [];
    if (!shown.some((row) => nodeId(row) === nodeId(node))) return;
    const group = context?.outline.group(refOf(node));
    if (!group?.list || !group.isPreview || group.list.loading || group.list.error) return;
    const reading = context?.store.read(group.list.query);
    if (group.runs.length === 0) await reading;
  }

  #contextNow(): ItemContext | undefined {
    const { store, layout, layoutId } = this.#runs;
    if (!store || !layout || layoutId === undefined) return undefined;
    if (this.#context) return this.#context;
    const views = this.#layouts.allViews(layoutId);
    const now = Date.now();
    const marks = causeMarks(this.#known, layoutId);
    const outline = new RunsOutline(store, layout, views, now, {
      isNewCause: marks.isNew,
      held: this.#held,
      waitingOrder: this.#waitingOrder,
      asked: (run) => this.#times.oldest(run),
    });
    const apart = (node: RunNode): Apart | undefined => this.#apart.get(nodeId(node));
    const unsent = (id: string, requestId: string): string | undefined => {
      const index = this.#runs.appRunOf(id);
      return this.#answers && index && unsentWords(this.#answers, { ...index, requestId });
    };
    this.#context = {
      layoutId,
      own: (run) => this.#runs.own(run),
      connections: this.#runs.connections,
      showsSeveral: this.#runs.isSeveral,
      store,
      outline,
      views,
      viewsTitle: this.#layouts.title,
      rows: this.#rows,
      times: this.#times,
      sortBy: layout.sortBy,
      now,
      marks,
      apart,
      unsent,
    };
    return this.#context;
  }

  #shaped({ outline, store }: ItemContext): RunsNode[] {
    return this.#rows.shaped(outline, store.state);
  }

  #noteRow(id: string, { store, now, sortBy }: ItemContext): void {
    const run = store.get(id);
    const own = run && this.#runs.own(run);
    if (!own) return;
    this.#ages.set(id, rowTime(run, now, { since: this.#times.oldest(run), sortBy }));
    const { several } = this.#runs;
    const api = async (): Promise<RunsApi> => {
      await several?.allow();
      return own.session.api();
    };
    void this.#times.look(run, api, own.run.id);
  }

  /** Finds the rows of one list that would look equal. */
  #tellApart(children: readonly RunsNode[], context: ItemContext): void {
    const nodes = children.filter((child) => child.kind === "run");
    const runs = nodes.flatMap((node) => context.outline.run(rowIdOf(node)) ?? []);
    const apart = tellApart(runs, context.now, (run) => knownOf(run, context, nodes[0]?.viewId));
    for (const node of nodes) {
      const found = apart.get(rowIdOf(node));
      if (found === undefined) this.#apart.delete(nodeId(node));
      else this.#apart.set(nodeId(node), found);
    }
  }

  /** Changes come in bursts and are drawn together after a burst. Rows that were left aren't held until then. */
  #note(change: StoreChange): void {
    this.#context = undefined;
    this.#pending ??= { all: false, runs: new Set() };
    this.#drawing.ask();
    if (change.kind === "run") this.#pending.runs.add(change.id);
    if (change.kind !== "all") return;
    this.#pending.all = true;
    if (!this.#isOther()) return;
    this.#letGo();
    this.#shapes.forget();
  }

  /** Forgets where rows were. @returns whether any has to leave its place */
  #letGo(): boolean {
    const hasHeld = this.#held.clear().length > 0;
    const hadOrder = this.#waitingOrder.reset();
    if (hasHeld || hadOrder) this.#shapes.forget();
    return hasHeld || hadOrder;
  }

  /** Whether the person has chosen other rows: another list, filter, grouping or order. */
  #isOther(): boolean {
    const before = this.#chosen;
    const id = this.#runs.layoutId;
    this.#chosen = JSON.stringify(id === undefined ? [] : [id, this.#layouts.layout(id)]);
    return before !== this.#chosen;
  }

  #noteRuns(ids: readonly string[]): void {
    for (const id of ids) this.#note({ kind: "run", id });
  }

  #draw(): void {
    const { all, runs } = this.#pending ?? { all: false, runs: [] };
    this.#holdLeft();
    this.#pending = undefined;
    const context = this.#contextNow();
    const roots = context ? this.#shaped(context) : [];
    const changed =
      context && !all ? this.#shapes.changed(roots, context.outline, context.store, this.#rows) : undefined;
    if (context && changed) {
      for (const node of this.#rows.redrawn(changed, runs, context.outline)) this.#changed.fire(node);
    } else {
      if (roots.length === 0) this.#nodes.clear();
      this.#changed.fire(undefined);
    }
    this.#drawn.fire();
  }

  /** The rows of runs that somebody else has answered, or that don't wait for another reason, stay where they are. */
  #holdLeft(): void {
    const context = this.#contextNow();
    if (!context) return;
    const { outline } = context;
    for (const group of waitingGroups) {
      const now = new Set(outline.group(group)?.runs.map(({ id }) => id));
      for (const [index, run] of this.#shapes.runsOf({ kind: "group", ...group }).entries()) {
        if (now.has(run.id)) continue;
        this.#held.hold(run, { kind: "gone", words: goneWords }, () => new Map([[groupKey(group), index]]));
        this.#context = undefined;
      }
    }
  }

  /** The groups in which runs have their rows. */
  #rootsOf(runs: readonly Run[]): RunsNode[] {
    const context = this.#contextNow();
    const ids = new Set(runs.map(({ id }) => id));
    const roots = context ? this.#shaped(context) : [];
    return roots.filter((root) => this.#shapes.runsOf(root).some(({ id }) => ids.has(id)));
  }

  #drawRun(id: string): void {
    const views = this.#layouts.allViews(this.#runs.layoutId ?? "").map((view) => view.id);
    for (const row of this.#nodes.rowsOf(id, views)) this.#changed.fire(row);
  }
}

function waits({ status }: Run): boolean {
  return needsPerson(status);
}
