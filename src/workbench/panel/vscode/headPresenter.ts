import type { Run } from "#api/schemas.ts";
import { countOf } from "#model/counts.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { usageText } from "#model/usage.ts";
import { runBlock } from "#runs/labels/blockedRun.ts";
import { withoutPlace } from "#runs/labels/traceback.ts";
import { type TraceFact, usageFacts } from "#runs/labels/traceSummary.ts";
import type { RunWatch, WatchState } from "#runs/live/runWatcher.ts";
import type { StepChange, StoryStep } from "#runs/story/storySteps.ts";
import { sumOfCalls } from "#runs/story/sumOfCalls.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import type { LiveView, RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { RunState } from "#workbench/panel/page/messages.ts";
import { headerSentence, maxSentenceSteps, stillSentence } from "./headerSentence.ts";
import { headerView, type PanelConnection } from "./headerView.ts";
import { exportedText, liveView } from "./liveView.ts";

/** What a panel says over and under its tabs: the header, the warning, and whether the run is followed. */
export class HeadPresenter {
  readonly #watch: RunWatch;
  readonly #connection: () => PanelConnection;
  readonly #shown: (run: Run) => Run;
  readonly #failurePlace: () => TextPiece | undefined;
  #lastHeard = Date.now();
  /** The sentence that was sent last, as JSON. */
  #sentence = "";

  /**
   * @param shown covers the secrets of a local run, and names nodes
   * @param failurePlace where the run failed in the code of the workspace
   */
  constructor(
    watch: RunWatch,
    connection: () => PanelConnection,
    shown: (run: Run) => Run,
    failurePlace: () => TextPiece | undefined,
  ) {
    this.#watch = watch;
    this.#connection = connection;
    this.#shown = shown;
    this.#failurePlace = failurePlace;
  }

  /** Handles that something of the run has arrived. */
  heard(): void {
    this.#lastHeard = Date.now();
  }

  /** The header, which is from now on the one that the panel has. */
  header(whole: Run): RunHeader {
    const run = this.#shown(whole);
    const { origin } = this.#watch;
    const exported = { name: `Exported from ${origin?.appName ?? ""}`, production: false };
    const connection = this.#connection();
    const sentence = this.#sentenceOf(run);
    this.#sentence = this.#newsOf(sentence);
    const from = origin ? { ...connection, ...exported } : connection;
    const view = headerView(run, from, sentence, origin?.exportedAt, this.#blockedBy(run));
    const usage = view.local === undefined ? this.#usage() : [];
    return usage.length === 0 ? view : { ...view, usage };
  }

  /** The header, if the news has changed its sentence. A text that only grows is none. */
  news(run: Run, story: readonly StepChange[]): Partial<RunState> {
    if (this.#watch.runStory.usage === undefined && story.every(({ kind }) => kind === "append")) return {};
    return this.#newsOf(this.#sentenceOf(run)) === this.#sentence ? {} : { header: this.header(run) };
  }

  #newsOf(sentence: TextPiece[]): string {
    return JSON.stringify([sentence, this.#usage()]);
  }

  /** What the models have used until now: of a local app, each call that has ended says it. */
  #usage(): TraceFact[] {
    const { usage, story } = this.#watch.runStory;
    if (this.#connection().isLocalApp === true) return usageFacts({ models: sumOfCalls(story.slice(0)) });
    if (!usage) return [];
    const detail = `${usageText(usage)}, counted from model nodes. Agents don't report tokens, so the total may be higher.`;
    return [{ text: `At least ${countOf(usage.total, "token")}`, detail }];
  }

  #sentenceOf(whole: Run): TextPiece[] {
    const run = this.#shown(whole);
    const { origin, runStory } = this.#watch;
    const { story, firstTime } = runStory;
    const timeOf = ({ at }: StoryStep): string | undefined =>
      at === undefined || firstTime === undefined ? undefined : new Date(firstTime + at).toISOString();
    const sentence = headerSentence(run, { steps: story.slice(-maxSentenceSteps), timeOf });
    if (origin) return stillSentence(sentence, origin.exportedAt);
    const place = run.status === "failed" ? this.#failurePlace() : undefined;
    const [first, ...rest] = sentence;
    if (!place || !first) return sentence;
    return [place, { text: ": " }, { ...first, text: withoutPlace(first.text, place.text) }, ...rest];
  }

  #blockedBy(run: Run): string | undefined {
    return runBlock(run, this.#watch.runStory.story.slice(-maxSentenceSteps))?.by;
  }

  /** Whether the run is followed, and how. */
  live(run: Run, state: WatchState): LiveView {
    const { origin, log } = this.#watch;
    const now = Date.now();
    if (origin) return { kind: "exported", text: exportedText(origin.exportedAt ?? "", now) };
    return liveView(state, run, log.count, now, this.#blockedBy(run));
  }

  /** Empty when there is no warning. */
  banner(): string {
    const { state } = this.#watch;
    const seen = `The panel shows the state at ${formatTimeOfDay(this.#lastHeard, "seconds")}.`;
    if (state.kind === "waiting" && state.attempt > 1) return `${this.#connection().name} can't be reached. ${seen}`;
    return state.kind === "failed" ? `${state.error.message} ${seen}` : "";
  }
}
