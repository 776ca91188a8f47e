import type { CompareRow, CompareRows, Side } from "#features/compare/page/compareViews.ts";
import { sideLetters } from "#features/compare/page/compareWords.ts";
import type { CompareHostMessage, ComparePageMessage, NumberedBodies } from "#features/compare/page/messages.ts";
import { countOf } from "#model/counts.ts";
import { shortId } from "#model/shortId.ts";
import { compareStories } from "#runs/compare/compareStories.ts";
import { type ComparedRun, type Comparison, type ComparisonRow, isChanged } from "#runs/compare/comparison.ts";
import type { PageMessage, PageProblem } from "#ui/pageMessages.ts";
import { exportProblem, problemView } from "#workbench/panel/vscode/problemView.ts";
import { sideNames, type ComparedSides, compareView, goesOn, isRead, tabTitle, titleOfBoth } from "./compareView.ts";
import { rowBody } from "./rowBody.ts";

type Message = CompareHostMessage | PageMessage<ComparePageMessage>;

/** Number of rows, around the one at which the panel opens, whose bodies come with the rows. */
const firstRows = { before: 12, after: 40 };

/** Turns two watched runs into what the panel of their comparison draws: as they are when they are compared. */
export class ComparePresenter {
  readonly #sides: ComparedSides;
  #comparison: Comparison | undefined;
  #rows: CompareRows = [];
  #version = 0;
  /** How far the runs had come when they were compared. */
  #compared = "";

  constructor(sides: ComparedSides) {
    this.#sides = sides;
  }

  get tabTitle(): string {
    return tabTitle(this.#sides);
  }

  /** All messages: those of the comparison, or of the page that is shown instead. */
  whole(): Message[] {
    const page = this.#page();
    if (page) return [page];
    if (!this.#comparison) this.#compare();
    const { rows, first } = this.#comparison!;
    const [start, end] = [Math.max(0, (first?.row ?? 0) - firstRows.before), (first?.row ?? 0) + firstRows.after];
    const shown = rows.map((_, row) => row).slice(start, end);
    return [{ type: "rows", version: this.#version, rows: this.#rows, bodies: this.#bodies(shown) }, ...this.update()];
  }

  /** What has changed around the rows. They stay as they were compared. */
  update(): Message[] {
    if (!this.#comparison) return this.whole();
    if (this.#page()) return [];
    const changed = this.#compared !== this.#reached();
    // Nothing more will come, so this is the comparison that counts.
    if (changed && !sideNames.some((side) => goesOn(this.#sides[side]))) return this.refresh();
    return [{ type: "view", view: compareView(this.#sides, this.#comparison, Date.now(), changed) }];
  }

  refresh(): Message[] {
    this.#comparison = undefined;
    return this.whole();
  }

  /** The content of some rows, if they are still the same. */
  bodies(version: number, rows: readonly number[]): CompareHostMessage | undefined {
    return version === this.#version ? { type: "bodies", version, bodies: this.#bodies(rows) } : undefined;
  }

  sequenceOf(side: Side, row: number): number | undefined {
    const number = this.#rows[row]?.[side] ?? 0;
    const { story } = this.#sides[side].watch.runStory;
    return number === 0 ? undefined : story.slice(number - 1, number)[0]?.sequence;
  }

  #compare(): void {
    const [a, b] = this.#runs();
    this.#compared = this.#reached();
    this.#comparison = compareStories(a!, b!);
    this.#rows = shownRows(this.#comparison.rows);
    this.#version += 1;
  }

  #reached(): string {
    return sideNames
      .map((side) => this.#sides[side].watch)
      .map(({ log, run }) => `${log.count} ${run?.status}`)
      .join();
  }

  #runs(): ComparedRun[] {
    return sideNames.map((side) => {
      const { run, runStory } = this.#sides[side].watch;
      return { run, steps: runStory.story };
    });
  }

  #bodies(rows: readonly number[]): NumberedBodies {
    const [a, b] = this.#runs();
    return rows.flatMap((row) => {
      const compared = this.#comparison?.rows[row];
      return compared ? [[row, rowBody(compared, a!, b!)] as const] : [];
    });
  }

  /** The page that is shown instead of a comparison: until both runs are read, or because one can't be read. */
  #page(): Message | undefined {
    const problem = sideNames.map((side) => this.#problemOf(side)).find((each) => each !== undefined);
    if (problem) return { type: "pageProblem", problem };
    if (this.#comparison) return undefined;
    const title = titleOfBoth(this.#sides);
    const unread = sideNames.filter((side) => !isRead(this.#sides[side]));
    if (unread.length === 0) return undefined;
    const texts = unread.map((side) => {
      const { length } = this.#sides[side].watch.runStory.story;
      return length === 0 ? sideLetters[side] : `${sideLetters[side]} (${countOf(length, "step")} so far)`;
    });
    const head = { icon: "git-compare" as const, title, text: `the events of ${texts.join(" and ")}` };
    return { type: "pageLoading", loading: { label: `Comparison: ${title}`, head } };
  }

  /** Why nothing of a run was read. */
  #problemOf(side: Side): PageProblem<ComparePageMessage> | undefined {
    const { watch, connection, run } = this.#sides[side];
    const { state, origin } = watch;
    const isLost = state.kind === "failed" || (state.kind === "waiting" && state.attempt > 1);
    if (watch.run !== undefined || !isLost) return undefined;
    const { kind, title, text, actions } = origin
      ? exportProblem(state.error, connection().opensExports)
      : problemView(state.error, connection().name, run.runId);
    const name = `Run ${sideLetters[side]} (${shortId(run.runId)})`;
    return {
      kind,
      title: `${name} can't be compared`,
      text: [{ text: `${title}. ` }, ...text],
      actions: actions.map(({ label, action }) => ({ label, action: { type: "action", action, side } })),
    };
  }
}

const rowKinds = { equal: "equal", changed: "changed", onlyInA: "onlyA", onlyInB: "onlyB" } as const;

/** A moved step is in each of its rows in one run only. */
function shownRows(rows: readonly ComparisonRow[]): CompareRow[] {
  const movedRows = Map.groupBy(rows.keys(), (at) => (rows[at]!.kind === "moved" ? rows[at]!.a : undefined));
  return rows.map((row, at) => {
    const isMoved = row.kind === "moved";
    const isIn = (side: Side): boolean => row[side] !== undefined && (!isMoved || row.side === side);
    return {
      kind: isMoved ? (row.side === "a" ? "movedA" : "movedB") : rowKinds[row.kind],
      a: isIn("a") ? row.a! + 1 : 0,
      b: isIn("b") ? row.b! + 1 : 0,
      times: { a: isIn("a") ? row.times.a : undefined, b: isIn("b") ? row.times.b : undefined },
      changed: isMoved && isChanged(row) ? true : undefined,
      partner: isMoved ? movedRows.get(row.a)?.find((other) => other !== at) : undefined,
    };
  });
}
