import type { Run } from "#api/schemas.ts";
import { type JsonPath, valueAt } from "#base/json/jsonPath.ts";
import { changesStatus } from "#model/eventTypes.ts";
import { preciseIso } from "#model/isoTime.ts";
import { titleById } from "#model/shortId.ts";
import { withNodeNames } from "#runs/labels/errorSummary.ts";
import { isLocalRun } from "#runs/labels/localRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunWatch, WatchChange } from "#runs/live/runWatcher.ts";
import type { NodeSpan, StoryStep } from "#runs/story/storySteps.ts";
import type { InputRequestsPresenter } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import type { CallRequest, HostMessage, RunState, Totals, ValueRequest } from "#workbench/panel/page/messages.ts";
import { eventRow } from "./events/eventRow.ts";
import { EventsPresenter } from "./events/eventsPresenter.ts";
import type { PanelConnection } from "./headerView.ts";
import { HeadPresenter } from "./headPresenter.ts";
import { runEnding } from "./json/runEnding.ts";
import { knownHeader } from "./knownHeader.ts";
import type { PanelSnapshot, PanelUpdate } from "./panelFeed.ts";
import { exportProblem, problemView } from "./problemView.ts";
import type { RunRef } from "./runPoints.ts";
import { RunValues } from "./runValues.ts";
import { ShownSecrets } from "./shownSecrets.ts";
import { SnapshotRest, snapshotSize } from "./snapshotRest.ts";
import { StoryPresenter } from "./story/storyPresenter.ts";

type PageMessage = Extract<HostMessage, { type: "loading" | "problem" }>;

export class RunPresenter {
  readonly events: EventsPresenter;
  readonly story: StoryPresenter;
  readonly #watch: RunWatch;
  readonly #connection: () => PanelConnection;
  readonly #runRef: RunRef | undefined;
  readonly #requests: Pick<InputRequestsPresenter, "views" | "source"> | undefined;
  /** What other parts of the panel know of the run. */
  readonly #added: Pick<RunState, "notes" | "attachments"> = {};
  #hadRun = false;
  #marks = "";
  /** The times of nodes that the panel has. */
  #spans: readonly NodeSpan[] = [];
  #browser: string | undefined;
  readonly #secrets = new ShownSecrets();
  readonly #values = new RunValues(this.#secrets);
  readonly #head: HeadPresenter;

  /** @param requests the input requests beside the story, and the authors of the answers in it */
  constructor(
    watch: RunWatch,
    connection: () => PanelConnection,
    requests?: Pick<InputRequestsPresenter, "views" | "source">,
  ) {
    this.#watch = watch;
    this.#connection = connection;
    this.#runRef = connection().runRef;
    this.#requests = requests;
    this.#head = new HeadPresenter(
      watch,
      connection,
      (run) => this.#shown(run),
      (sentence) => this.story.withPlace(sentence),
    );
    this.events = new EventsPresenter(watch);
    const ownPath = (file: string): string | undefined => connection().ownPath?.(file);
    this.story = new StoryPresenter({
      watch,
      ownPath,
      isLocal: () => this.#isLocal,
      sourceOf: (node) => connection().sourceOf?.(node),
      secrets: this.#secrets,
      title: () => this.title,
      events: this.events,
      requests,
    });
  }

  get title(): string {
    const { run, runId } = this.#watch;
    return run ? runTitle(this.#clean(run), this.#connection().titlePath) : titleById(runId);
  }

  /** The title of its tab. An exported run has another one than the live run. */
  get tabTitle(): string {
    return this.#watch.origin ? `${this.title} (exported)` : this.title;
  }

  /** Everything that is known: the run, or the page in its place. */
  whole(): PanelSnapshot | PageMessage {
    const { run, runId, state, runStory } = this.#watch;
    this.#hadRun = run !== undefined;
    if (run) {
      const { marks } = this.events;
      this.#marks = JSON.stringify(marks);
      const rows = this.events.rowsAfter(-Infinity, snapshotSize);
      const source = { watch: this.#watch, events: this.events, view: (step: StoryStep) => this.story.view(step) };
      return {
        state: this.#runState(run),
        totals: this.#totals(),
        story: runStory.story.slice(0, snapshotSize).map(source.view),
        rows,
        marks,
        rest: new SnapshotRest(source, rows.at(-1)?.sequence ?? Infinity),
      };
    }
    const error = state.kind === "failed" || (state.kind === "waiting" && state.attempt > 1) ? state.error : undefined;
    if (error) {
      const connection = this.#connection();
      const isExported = this.#watch.origin !== undefined;
      const problem = isExported
        ? exportProblem(error, connection.opensExports)
        : problemView(error, connection.name, runId);
      return { type: "problem", runId, problem };
    }
    return { type: "loading", runId, header: knownHeader(this.#connection()) };
  }

  /** Handles a change while the panel is hidden. */
  note(change: WatchChange): void {
    if (change.kind !== "state" || change.state.kind === "live") this.#head.heard();
    this.events.note(change);
  }

  /** The update for a change; `reopen` when so much has changed that everything is drawn again. */
  update(change: WatchChange): PanelUpdate | "reopen" {
    const { run } = this.#watch;
    this.note(change);
    if (!run || !this.#hadRun || (change.kind === "events" && change.rebuilt)) return "reopen";
    const totals = this.#totals();
    switch (change.kind) {
      case "events": {
        const story = change.story.map((each) => this.story.change(each));
        const asks = change.events.some(({ type }) => changesStatus(type)) || this.#isNewBrowser();
        const ends = change.story.some((each) => each.kind === "upsert" && each.step.kind === "workflow");
        const state = {
          ...this.#head.news(run, change.story),
          ...(asks ? this.#requestState() : {}),
          ...(ends ? this.#endingState(run) : {}),
          ...this.#newSpans(),
        };
        const rows = change.events.map(eventRow);
        return { totals, story, rows, ...this.#newMarks(), ...(Object.keys(state).length > 0 ? { state } : {}) };
      }
      case "run":
        return { totals, state: this.#runState(run) };
      case "state": {
        const state = { live: this.#head.live(run, change.state), banner: this.#head.banner() };
        return { totals, state, ...this.#newMarks() };
      }
    }
  }

  updateConnection(): PanelUpdate | "reopen" {
    return this.#patch((run) => ({
      header: this.#head.header(run),
      banner: this.#head.banner(),
      ...this.#requestState(),
    }));
  }

  updateRequests(): PanelUpdate | "reopen" {
    return this.#patch(() => this.#requestState());
  }

  /** Adds what features know of the run, or the files that it was started with. */
  add(part: Pick<RunState, "notes" | "attachments">): PanelUpdate | "reopen" {
    Object.assign(this.#added, part);
    return this.#patch(() => part);
  }

  updateMarks(): PanelUpdate {
    return { totals: this.#totals(), ...this.#newMarks() };
  }

  /** A value of the run in the version that was read last. */
  value(side: ValueRequest["side"], path: JsonPath): unknown {
    const { run } = this.#watch;
    return run && valueAt(this.#clean(run)[side], path);
  }

  /** Shows a value that is too large to be sent without a request, or one with its secret. */
  showValue(side: ValueRequest["side"], path: JsonPath): PanelUpdate | "reopen" {
    return this.#patch((run) => {
      this.#values.show(side, path);
      return { [side]: this.#values.view(run, side, this.#isLocal) };
    });
  }

  #patch(state: (run: Run) => Partial<RunState>): PanelUpdate | "reopen" {
    const { run } = this.#watch;
    return run && this.#hadRun ? { totals: this.#totals(), state: state(run) } : "reopen";
  }

  /** The JSON of an event, which is a part of a trace for a local run. */
  async eventJson(sequence: number): Promise<string | undefined> {
    const text = await this.events.json(sequence);
    return text !== undefined && this.#isLocal ? this.#secrets.value(text) : text;
  }

  /** Shows all of a side of a call, or one of its secrets. */
  showCall(id: string, side: CallRequest["side"], secret?: number): PanelUpdate {
    return { totals: this.#totals(), story: this.story.showCall(id, side, secret) };
  }

  /** Whether its code is on this machine: of a program that is traced, or of a local app. What it says holds secrets. */
  get #isLocal(): boolean {
    const { run } = this.#watch;
    if (run === undefined || this.#runRef === undefined) return false;
    return this.#connection().isLocalApp === true || isLocalRun(run, this.#runRef);
  }

  /** A local run with dots in place of its secrets. */
  #clean(run: Run): Run {
    return this.#isLocal ? this.#secrets.value(run) : run;
  }

  /** A run as it is shown: clean, and its failed nodes have the names that the story knows. */
  #shown(run: Run): Run {
    const { runStory } = this.#watch;
    const shown = this.#clean(run);
    return { ...shown, error: withNodeNames(shown.error, (node) => runStory.nodeName(node)) };
  }

  #runState(run: Run): RunState {
    return {
      header: this.#head.header(run),
      input: this.#values.view(run, "input", this.#isLocal),
      output: this.#values.view(run, "output", this.#isLocal),
      ...this.#endingState(run),
      live: this.#head.live(run, this.#watch.state),
      banner: this.#head.banner(),
      ...this.#added,
      ...this.#requestState(),
      ...this.#spansNow(),
    };
  }

  #endingState(run: Run): Partial<RunState> {
    const ending = runEnding(this.#shown(run), this.#watch.runStory.story);
    return ending ? { ending } : {};
  }

  /** The marks between the events, if they have changed: the panel folds its whole list by them. */
  #newMarks(): Pick<PanelUpdate, "marks"> {
    const { marks } = this.events;
    const text = JSON.stringify(marks);
    if (text === this.#marks) return {};
    this.#marks = text;
    return { marks };
  }

  #spansNow(): Pick<RunState, "spans"> {
    this.#spans = this.#watch.runStory.spans;
    return { spans: this.#spans };
  }

  #newSpans(): Pick<RunState, "spans"> {
    return this.#watch.runStory.spans === this.#spans ? {} : this.#spansNow();
  }

  #requestState(): Partial<RunState> {
    return this.#requests ? { requests: this.#requests.views() } : {};
  }

  /** Whether the run has a new browser address, which an input request may be waiting for. */
  #isNewBrowser(): boolean {
    const before = this.#browser;
    this.#browser = this.#watch.runStory.liveBrowser;
    return before !== this.#browser;
  }

  #totals(): Totals {
    const { log, runStory } = this.#watch;
    const { firstTime } = runStory;
    const { status, started_at: start } = this.#watch.run ?? {};
    const last = status === "started" ? (log.slice(-1)[0] ?? { timestamp: start }).timestamp : undefined;
    return {
      eventCount: log.count,
      lastSequence: log.lastSequence,
      counts: this.events.counts,
      firstAt: firstTime === undefined ? undefined : preciseIso(firstTime),
      lastAt: last || undefined,
      firstHeld: log.left.length === 0 ? undefined : log.firstHeld,
    };
  }
}
