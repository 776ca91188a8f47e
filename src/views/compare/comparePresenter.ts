import { countOf } from "../../model/counts.ts";
import { shortId } from "../../model/shortId.ts";
import type { CompareHostMessage, NumberedBodies, StepPlace } from "../../protocol/compare/compareMessages.ts";
import type { CompareProblem, RowColumns, Side } from "../../protocol/compare/compareViews.ts";
import { comparedRun, type Comparison, type ComparisonRow } from "../../runs/compare/comparison.ts";
import { LiveComparison } from "../../runs/compare/liveComparison.ts";
import type { WatchChange } from "../../runs/live/runWatcher.ts";
import { exportProblem, problemView } from "../panel/problemView.ts";
import { goesOn, isRead } from "./comparedSide.ts";
import { type ComparedSides, compareView, sideLetters, tabTitle, titleOfBoth } from "./compareView.ts";
import { rowBody } from "./rowBody.ts";
import { columnsFrom, firstChange, rowColumns } from "./rowColumns.ts";

const bothSides: readonly Side[] = ["a", "b"];
const noRows: RowColumns = { kinds: "", a: [], b: [], aTimes: [], bTimes: [], partners: [] };
/** As many rows around the one at which the panel opens come with the rows themselves. */
const around = { before: 12, after: 40 };

/** Turns two watched runs into what the panel of their comparison draws. */
export class ComparePresenter {
  readonly #sides: ComparedSides;
  readonly #stories: ComparedStories;
  #comparison: Comparison | undefined;
  #columns: RowColumns = noRows;
  #version = 0;
  /** The first step of each story that has changed since the stories were compared. */
  #changed: Record<Side, number> = { a: Infinity, b: Infinity };

  constructor(sides: ComparedSides) {
    this.#sides = sides;
    this.#stories = new ComparedStories(sides);
  }

  get tabTitle(): string {
    return tabTitle(this.#sides);
  }

  /** Handles a change of one of the runs. */
  note(side: Side, change: WatchChange): void {
    this.#stories.note(side, change);
    if (change.kind !== "events") return;
    if (change.rebuilt) this.#changed[side] = 0;
    const { story } = this.#sides[side].watch.runStory;
    for (const each of change.story) {
      const position = story.position(each.kind === "append" ? each.id : each.step.id) ?? 0;
      this.#changed[side] = Math.min(this.#changed[side], position);
    }
  }

  /** Everything: the comparison, or the page in its place. */
  whole(): CompareHostMessage[] {
    const page = this.#page();
    if (page) return [page];
    this.#columns = noRows;
    return this.#compared(around.before, around.after);
  }

  /** The changes since the runs were last compared. */
  update(): CompareHostMessage[] {
    if (!this.#comparison) return this.whole();
    return this.#page() ? [] : this.#compared(0, 0);
  }

  /** The content of some rows, if they are still the same. */
  bodies(version: number, rows: readonly number[]): CompareHostMessage | undefined {
    return version === this.#version ? { type: "bodies", version, bodies: this.#bodies(rows) } : undefined;
  }

  /** The row of a step. */
  rowOf({ side, number }: StepPlace): number | undefined {
    const row = this.#columns[side].indexOf(number);
    return row < 0 ? undefined : row;
  }

  /** The sequence of a row's step in its run. */
  sequenceOf(side: Side, row: number): number | undefined {
    const number = this.#columns[side][row] ?? 0;
    const { story } = this.#sides[side].watch.runStory;
    return number === 0 ? undefined : story.slice(number - 1, number)[0]?.sequence;
  }

  #compared(before: number, after: number): CompareHostMessage[] {
    const comparison = this.#stories.compare();
    const columns = rowColumns(comparison.rows);
    const from = Math.min(firstChange(this.#columns, columns), this.#firstTouched(comparison.rows));
    const isSame = from === columns.kinds.length && from === this.#columns.kinds.length;
    this.#comparison = comparison;
    this.#columns = columns;
    this.#changed = { a: Infinity, b: Infinity };
    const view: CompareHostMessage = { type: "view", view: compareView(this.#sides, comparison, Date.now()) };
    if (isSame && before === 0) return [view];
    this.#version += 1;
    const first = comparison.first?.row ?? 0;
    const [start, end] = [Math.max(0, first - before), Math.min(comparison.rows.length, first + after)];
    const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    return [
      {
        type: "rows",
        version: this.#version,
        from,
        rows: columnsFrom(columns, from),
        bodies: this.#bodies(rows),
      },
      view,
    ];
  }

  /** The first row with a step that has changed. */
  #firstTouched(rows: readonly ComparisonRow[]): number {
    const { a, b } = this.#changed;
    if (a === Infinity && b === Infinity) return rows.length;
    const row = rows.findIndex((each) => (each.a ?? -1) >= a || (each.b ?? -1) >= b);
    return row < 0 ? rows.length : row;
  }

  #bodies(rows: readonly number[]): NumberedBodies {
    const [a, b] = bothSides.map((side) => {
      const { watch } = this.#sides[side];
      return comparedRun(watch.runStory.story, () => watch.run);
    });
    return rows.flatMap((row) => {
      const compared = this.#comparison?.rows[row];
      return compared ? [[row, rowBody(compared, a!, b!)] as const] : [];
    });
  }

  /**
   * The page in place of a comparison: until both runs are read and one of them has ended, or because one can't be
   * read. Of two runs that both go on, nobody knows which one is behind.
   */
  #page(): CompareHostMessage | undefined {
    const problem = bothSides.map((side) => this.#problemOf(side)).find((each) => each !== undefined);
    if (problem) return { type: "problem", problem };
    if (this.#comparison) return undefined;
    const title = titleOfBoth(this.#sides);
    const unread = bothSides.filter((side) => !isRead(this.#sides[side]));
    if (unread.length > 0) {
      const texts = unread.map((side) => {
        const { length } = this.#sides[side].watch.runStory.story;
        return length === 0 ? sideLetters[side] : `${sideLetters[side]}, ${countOf(length, "step")} so far`;
      });
      return { type: "loading", title, headline: "Loading", text: `the events of ${texts.join(" and ")}` };
    }
    if (!bothSides.every((side) => goesOn(this.#sides[side]))) return undefined;
    return {
      type: "loading",
      title,
      headline: "Both runs are still running",
      text: "They are compared when one of them has ended.",
    };
  }

  /** Why nothing of a run was read. */
  #problemOf(side: Side): CompareProblem | undefined {
    const { watch, connection, run } = this.#sides[side];
    const { state, origin } = watch;
    const isLost = state.kind === "failed" || (state.kind === "waiting" && state.attempt > 1);
    if (watch.run !== undefined || !isLost) return undefined;
    const { title, text, ...rest } = origin
      ? exportProblem(state.error)
      : problemView(state.error, connection().name, run.runId);
    const name = `Run ${sideLetters[side]} (${shortId(run.runId)})`;
    return { ...rest, side, title: `${name} can't be compared`, text: [{ text: `${title}. ` }, ...text] };
  }
}

/** Compares the stories of two runs, anew only after one of them has changed. */
class ComparedStories {
  readonly #sides: ComparedSides;
  /** The steps of a run that goes on cost no more than themselves. */
  #comparison: LiveComparison | undefined;

  constructor(sides: ComparedSides) {
    this.#sides = sides;
  }

  note(side: Side, change: WatchChange): void {
    if (change.kind !== "events") return;
    if (change.rebuilt) this.#comparison = undefined;
    else this.#comparison?.take(side, change.story);
  }

  compare(): Comparison {
    const { a, b } = this.#sides;
    this.#comparison ??= new LiveComparison(a.watch.runStory.story, b.watch.runStory.story, {
      a: () => a.watch.run,
      b: () => b.watch.run,
    });
    return this.#comparison.comparison(goesOn(a) ? "a" : goesOn(b) ? "b" : undefined);
  }
}
