import type { Run } from "../../api/schemas.ts";
import { type JsonPath, valueAt } from "../../base/json/jsonPath.ts";
import { changesStatus } from "../../model/eventTypes.ts";
import { shortId } from "../../model/shortId.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import type { CallRequest, HostMessage, RunState, Totals, ValueRequest } from "../../protocol/messages.ts";
import type { StoryChange, StepView } from "../../protocol/storyViews.ts";
import type { JsonView } from "../../protocol/valueViews.ts";
import type { LiveView, RunHeader, TextPiece } from "../../protocol/viewModels.ts";
import { runTitle } from "../../runs/labels/runLabel.ts";
import type { RunWatch, WatchChange, WatchState } from "../../runs/live/runWatcher.ts";
import { callSide } from "../../runs/story/app/callSide.ts";
import type { StepChange, StoryStep } from "../../runs/story/storySteps.ts";
import { LargeValue, openJson } from "../../runs/values/prettyJson.ts";
import type { InputRequestsPresenter } from "../inputRequests/inputRequestsPresenter.ts";
import { eventRow } from "./events/eventRow.ts";
import { EventsPresenter } from "./events/eventsPresenter.ts";
import { headerSentence, mostLooked, stillSentence } from "./headerSentence.ts";
import { headerView, type PanelConnection } from "./headerView.ts";
import { jsonView } from "./json/jsonView.ts";
import { exportedView, liveView } from "./liveView.ts";
import type { PanelSnapshot, PanelUpdate } from "./panelFeed.ts";
import { exportProblem, problemView } from "./problemView.ts";
import { SnapshotRest, snapshotSize } from "./snapshotRest.ts";
import { stepView } from "./story/stepView.ts";

type PageMessage = Extract<HostMessage, { type: "loading" | "problem" }>;

/** Turns one watched run into what its panel draws. */
export class RunPresenter {
  readonly events: EventsPresenter;
  readonly #watch: RunWatch;
  readonly #connection: () => PanelConnection;
  readonly #requests: Pick<InputRequestsPresenter, "views" | "source"> | undefined;
  #hadRun = false;
  #lastHeard = Date.now();
  /** As it was told last, as JSON. */
  #sentence = "";
  #browser: string | undefined;
  /** What was made of a value, with how many large parts shown. */
  readonly #views: Partial<Record<ValueRequest["side"], { value: unknown; shown: number; view: JsonView }>> = {};
  /** Sides of calls that the reader has asked for as a whole, by the item's id. */
  readonly #wholeCalls = new Map<string, Set<CallRequest["side"]>>();
  /** Large values that the reader has asked for. */
  readonly #shown: Record<ValueRequest["side"], JsonPath[]> = { input: [], output: [] };

  /** @param requests what stands beside the story, and who gave the answers in it */
  constructor(
    watch: RunWatch,
    connection: () => PanelConnection,
    requests?: Pick<InputRequestsPresenter, "views" | "source">,
  ) {
    this.#watch = watch;
    this.#connection = connection;
    this.#requests = requests;
    this.events = new EventsPresenter(watch);
  }

  get title(): string {
    const { run, runId } = this.#watch;
    return run ? runTitle(run, this.#connection().titlePath) : shortId(runId);
  }

  /** What its tab says: an exported run isn't taken for the live one. */
  get tabTitle(): string {
    return this.#watch.origin ? `${this.title} (exported)` : this.title;
  }

  /** All of it, as far as it is known: the run, or the page that stands in its place. */
  whole(): PanelSnapshot | PageMessage {
    const { run, runId, state, runStory } = this.#watch;
    this.#hadRun = run !== undefined;
    if (run) {
      const rows = this.events.rowsAfter(-Infinity, snapshotSize);
      const source = { watch: this.#watch, events: this.events, item: (item: StoryStep) => this.#stepView(item) };
      return {
        state: this.#runState(run),
        totals: this.#totals(),
        story: runStory.story.slice(0, snapshotSize).map(source.item),
        rows,
        marks: this.events.marks,
        rest: new SnapshotRest(source, rows.at(-1)?.sequence ?? Infinity),
      };
    }
    const error = state.kind === "failed" || (state.kind === "waiting" && state.attempt > 1) ? state.error : undefined;
    if (error) {
      const problem = this.#watch.origin ? exportProblem(error) : problemView(error, this.#connection().name, runId);
      return { type: "problem", runId, problem };
    }
    return { type: "loading", runId };
  }

  /** Takes a change in that nobody sees. @returns whether there is a new mark among the events */
  note(change: WatchChange): boolean {
    if (change.kind !== "state" || change.state.kind === "live") this.#lastHeard = Date.now();
    return this.events.note(change, Date.now());
  }

  /** What a change adds to what is drawn; `reopen` when it is so different that all of it is drawn anew. */
  update(change: WatchChange): PanelUpdate | "reopen" {
    const { run } = this.#watch;
    const marked = this.note(change);
    if (!run || !this.#hadRun || (change.kind === "events" && change.retold)) return "reopen";
    const totals = this.#totals();
    switch (change.kind) {
      case "events": {
        const story = change.story.map((each) => this.#storyChange(each));
        const asks = change.events.some(({ type }) => changesStatus(type)) || this.#isNewBrowser();
        const state = { ...this.#newSentence(run), ...(asks ? this.#requestState() : {}) };
        const rows = change.events.map(eventRow);
        return { totals, story, rows, marks: this.events.marks, ...(Object.keys(state).length > 0 ? { state } : {}) };
      }
      case "run":
        return { totals, state: this.#runState(run) };
      case "state": {
        const state = { live: this.#live(run, change.state), banner: this.#banner() };
        return marked ? { totals, state, marks: this.events.marks } : { totals, state };
      }
    }
  }

  /** What a connection that has another name or mark changes of what is drawn. */
  updateConnection(): PanelUpdate | "reopen" {
    const { run } = this.#watch;
    if (!run || !this.#hadRun) return "reopen";
    return {
      totals: this.#totals(),
      state: { header: this.#header(run), banner: this.#banner(), ...this.#requestState() },
    };
  }

  /** Something about the requests beside the story is different. */
  updateRequests(): PanelUpdate | "reopen" {
    if (!this.#watch.run || !this.#hadRun) return "reopen";
    return { totals: this.#totals(), state: this.#requestState() };
  }

  /** What stands between the events says something else now. */
  updateMarks(): PanelUpdate {
    return { totals: this.#totals(), marks: this.events.marks };
  }

  /** A value of the run as it was last read. */
  value(side: ValueRequest["side"], path: JsonPath): unknown {
    return valueAt(this.#watch.run?.[side], path);
  }

  /** Gives the panel a value that is too large to be given unasked. */
  showValue(side: ValueRequest["side"], path: JsonPath): PanelUpdate | "reopen" {
    const { run } = this.#watch;
    if (!run || !this.#hadRun) return "reopen";
    this.#shown[side].push(path);
    return { totals: this.#totals(), state: { [side]: this.#valueView(run, side) } };
  }

  /**
   * A side of a call in the story, a large one out of its event; JSON that stands inside a text is opened. @throws
   * ApiError
   */
  async callValue(id: string, side: CallRequest["side"]): Promise<unknown> {
    const call = this.#watch.runStory.story.find(id);
    if (call?.kind !== "tool") return undefined;
    if (!(call[side] instanceof LargeValue)) return openJson(call[side]);
    for (const sequence of [call.ended, call.sequence]) {
      const event = sequence === undefined ? undefined : await this.events.event(sequence);
      const value = event && callSide(event, side);
      if (value !== undefined) return openJson(value);
    }
    return undefined;
  }

  /** Gives the panel all of a side of a call. */
  showCall(id: string, side: CallRequest["side"]): PanelUpdate {
    this.#wholeCalls.set(id, new Set(this.#wholeCalls.get(id)).add(side));
    const call = this.#watch.runStory.story.find(id);
    return { totals: this.#totals(), story: call ? [{ upsert: this.#stepView(call) }] : [] };
  }

  #runState(run: Run): RunState {
    return {
      header: this.#header(run),
      input: this.#valueView(run, "input"),
      output: this.#valueView(run, "output"),
      live: this.#live(run, this.#watch.state),
      banner: this.#banner(),
      ...this.#requestState(),
    };
  }

  /** To measure a large value takes its time: it is done once. */
  #valueView(run: Run, side: ValueRequest["side"]): JsonView {
    const value = run[side];
    const shown = this.#shown[side];
    const known = this.#views[side];
    if (known && known.value === value && known.shown === shown.length) return known.view;
    const view = jsonView(value, shown, side);
    this.#views[side] = { value, shown: shown.length, view };
    return view;
  }

  #header(run: Run): RunHeader {
    const { origin } = this.#watch;
    const exported = { name: `Exported from ${origin?.appName ?? ""}`, production: false };
    const connection = this.#connection();
    const sentence = this.#sentenceOf(run);
    this.#sentence = JSON.stringify(sentence);
    return headerView(run, origin ? { ...connection, ...exported } : connection, sentence, origin?.exportedAt);
  }

  /** The header, if its sentence is another one by what has happened. */
  #newSentence(run: Run): Partial<RunState> {
    return JSON.stringify(this.#sentenceOf(run)) === this.#sentence ? {} : { header: this.#header(run) };
  }

  #requestState(): Partial<RunState> {
    return this.#requests ? { requests: this.#requests.views() } : {};
  }

  /** Whether the run has told another address of a browser: a request may be waiting for it. */
  #isNewBrowser(): boolean {
    const before = this.#browser;
    this.#browser = this.#watch.runStory.liveBrowser;
    return before !== this.#browser;
  }

  #sentenceOf(run: Run): TextPiece[] {
    const { origin, runStory } = this.#watch;
    const { story, firstTime } = runStory;
    const timeOf = ({ at }: StoryStep): string | undefined =>
      at === undefined || firstTime === undefined ? undefined : new Date(firstTime + at).toISOString();
    const sentence = headerSentence(run, { items: story.slice(-mostLooked), timeOf });
    return origin ? stillSentence(sentence, origin.exportedAt) : sentence;
  }

  #live(run: Run, state: WatchState): LiveView {
    const { origin, log } = this.#watch;
    const now = Date.now();
    return origin ? exportedView(origin.exportedAt ?? "", now) : liveView(state, run, log.count, now);
  }

  /** Empty when there is nothing to warn of. */
  #banner(): string {
    const { state } = this.#watch;
    const seen = `The panel shows the state at ${formatTimeOfDay(this.#lastHeard, "seconds")}.`;
    if (state.kind === "waiting" && state.attempt > 1) return `${this.#connection().name} can't be reached. ${seen}`;
    return state.kind === "failed" ? `${state.error.message} ${seen}` : "";
  }

  #totals(): Totals {
    const { log, runStory } = this.#watch;
    const { firstTime } = runStory;
    const firstAt = firstTime === undefined ? {} : { firstAt: new Date(firstTime).toISOString() };
    const firstHeld = log.left.length === 0 || log.firstHeld === undefined ? {} : { firstHeld: log.firstHeld };
    return {
      eventCount: log.count,
      lastSequence: log.lastSequence,
      counts: this.events.counts,
      ...firstAt,
      ...firstHeld,
    };
  }

  #storyChange(change: StepChange): StoryChange {
    return change.kind === "append" ? { append: change.text, id: change.id } : { upsert: this.#stepView(change.item) };
  }

  #stepView(transcribed: StoryStep): StepView {
    const source = transcribed.kind === "answer" ? this.#requests?.source(transcribed) : undefined;
    const item = stepView(transcribed, this.title, this.#wholeCalls.get(transcribed.id), source);
    if (!this.#watch.origin) return item;
    if (item.kind === "text") return { ...item, growing: false };
    if (item.kind !== "tool") return item;
    // Without its start nothing ticks: a call that was under way at the export stands still.
    const { startedAt: _, ...rest } = item;
    return item.state === "running" ? { ...rest, still: true } : rest;
  }
}
