/**
 * The results of a search.
 *
 * What is indexed meanwhile changes the counts, and follows the last row or waits: no row moves. A visible view looks
 * at what other windows have indexed when its window gets the focus. A row names its connection and run, so the
 * commands of the *Runs* view work on it.
 * `searchInput.ts` decides which rows the quick input has, and which one Enter takes; it is pure, and
 * `askForSearch.ts` draws them.
 */

import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Coverage, FoundRun } from "#features/search/core/indexTypes.ts";
import type { LocalIndex } from "#features/search/core/localIndex.ts";
import type { Reading } from "#features/search/core/reading/runReader.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { titleById } from "#model/shortId.ts";
import { beganAt, type RunFacts } from "#runs/facts/runFacts.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { leavesOutSteps } from "#runs/query/queryTypes.ts";
import { laterMatches, type MatchCounts, type ShownRuns } from "./laterMatches.ts";
import { nextLoad, type NextLoad } from "./nextLoad.ts";

export class IndexOffError extends Error {
  override readonly name = "IndexOffError";

  constructor() {
    super("Runs can't be searched while the local index is off. Turn on dynamiqRuns.index.enabled in the settings.");
  }
}

/** Runs that are shown without a search: those of a cause, or behind a figure. */
export interface GivenRuns {
  connectionId: string;
  /** What they have in common: `payment_gateway_timeout in issue_refund`. */
  title: string;
  runs: readonly RunFacts[];
  /** What the index had of the runs among which these were found. */
  coverage: Coverage;
}

export interface ShownResults extends ShownRuns, MatchCounts {
  connectionId: string;
  /** What was shown without a search, instead of it. */
  given?: { title: string; runs: readonly FoundRun[] };
  /** The number at which the next page begins; absent after the last one. */
  next?: number;
  coverage: Coverage;
  reading: Reading;
  load?: NextLoad;
  error?: unknown;
  isSearching: boolean;
}

/** In milliseconds: how often the results look at an index that changes all the time. */
const updateInterval = 1_000;
/** The steps of a run that are shown after *3 more steps match*. */
const maxStepsOfRun = 200;
/** Number of runs shown first, and added with each *Load More*. */
const pageSize = 50;
type Indexes = Pick<LocalIndex, "indexOf" | "readerOf" | "readsItself" | "onDidChange">;
const idle: Reading = { kind: "idle" };
const noCounts: MatchCounts = { count: 0, newer: 0, gone: 0, stepless: 0 };

/** The results of the last search, with what was read since. They never reorder while somebody reads them. */
export class SearchResults extends Owner {
  readonly #indexes: Indexes;
  readonly #now: () => number;
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #looking = this.owned.add(new SpacedTask(() => this.#lookSafely(), updateInterval));
  #shown: ShownResults | undefined;
  /** The number of the last search: an earlier one that is late changes nothing. */
  #turn = 0;
  /** Whether the index has changed during a search, whose count may be from before that. */
  #isOutdated = false;

  constructor(indexes: Indexes, now: () => number = Date.now) {
    super();
    this.#indexes = indexes;
    this.#now = now;
    this.owned.add(indexes.onDidChange((id) => id === this.#shown?.connectionId && this.#looking.ask()));
  }

  get shown(): ShownResults | undefined {
    return this.#shown;
  }

  /** Searches; failures are in what is shown. */
  async search(connectionId: string, text: string): Promise<void> {
    const query = parseQuery(text, this.#now());
    const before = this.#shown?.connectionId === connectionId ? this.#shown : undefined;
    const { coverage = { indexed: 0 }, reading = idle } = before ?? {};
    this.#turn++;
    this.#become({ connectionId, query, runs: [], ...noCounts, coverage, reading, isSearching: true });
    await this.#search();
  }

  /** Shows runs that weren't searched, until the next search. They stay as they are. */
  showRuns({ connectionId, title, runs, coverage }: GivenRuns): void {
    this.#turn++;
    const newestFirst = runs.toSorted((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0));
    const parts = { values: [], steps: [], moreSteps: 0 };
    const found = newestFirst.map((facts) => ({ ...facts, title: facts.title ?? titleById(facts.id), ...parts }));
    const given = { title, runs: found };
    const query = { text: "", terms: [], problems: [] };
    const others = { coverage, reading: idle, isSearching: false };
    const counts = { ...noCounts, count: runs.length };
    this.#become({ connectionId, query, given, ...counts, ...firstOf(given.runs, pageSize), ...others });
  }

  /** Searches the same again, with as many runs as are shown. */
  async again(): Promise<void> {
    if (!this.#shown || this.#shown.given) return;
    const { query, ...others } = this.#shown;
    this.#turn++;
    this.#become({ ...others, query: parseQuery(query.text, this.#now()), isSearching: true });
    await this.#search();
  }

  /** Shows the next page. */
  async loadMore(): Promise<void> {
    const { connectionId, query, next, given } = this.#shown ?? {};
    if (this.#shown && given && next !== undefined)
      this.#become({ ...this.#shown, ...firstOf(given.runs, next + pageSize) });
    if (connectionId === undefined || !query || next === undefined) return;
    await this.#act(async (index) => {
      const page = await index.search(query, { before: next });
      return (shown) => {
        const { runs, last = shown.last } = page;
        return { ...shown, runs: [...shown.runs, ...runs], last, next: page.next };
      };
    });
  }

  async showSteps(runId: string): Promise<void> {
    const { query } = this.#shown ?? {};
    if (!query) return;
    await this.#act(async (index) => {
      const run = await index.searchIn(runId, query, maxStepsOfRun);
      return (shown) => ({ ...shown, runs: shown.runs.map((each) => (each.id === runId && run ? run : each)) });
    });
  }

  /** Looks at what was read since the search, here or in another window: counts, and what follows the last row. */
  async look(): Promise<void> {
    const before = this.#shown;
    this.#isOutdated = before?.isSearching ?? false;
    if (!before || before.isSearching) return;
    await this.#act(async (index, connectionId) => {
      const coverage = await index.coverage();
      const { counts, older } = await laterMatches(index, before, pageSize);
      // The index was cleared, here or in another window.
      const isCleared = coverage.indexed === 0 && before.coverage.indexed > 0;
      // Nobody reads results that aren't there, so nothing has to wait.
      if (isCleared || (counts.count > 0 && before.runs.length === 0)) void this.again();
      const seen = { ...counts, ...(await this.#loading(connectionId, coverage)), coverage };
      const runs = older.runs.length === 0 ? before.runs : [...before.runs, ...older.runs];
      return (shown) => {
        // Somebody has loaded more meanwhile.
        if (shown.runs !== before.runs) return this.#lookLater(shown);
        const now = { ...shown, ...seen, ...older, runs };
        return sameJson(seenOf(shown), seenOf(now)) ? shown : now;
      };
    });
  }

  /** What a person can load; nothing of an app whose runs are read by themselves. */
  async nextLoad(connectionId: string, known?: Coverage): Promise<NextLoad | undefined> {
    const index = this.#indexes.indexOf(connectionId);
    if (!index || this.#indexes.readsItself(connectionId)) return undefined;
    return nextLoad(index, known ?? (await index.coverage()), this.#now());
  }

  clear(): void {
    this.#turn++;
    this.#become(undefined);
  }

  async #search(): Promise<void> {
    const limit = Math.max(pageSize, this.#shown?.runs.length ?? 0);
    await this.#act(async (index, connectionId) => {
      const query = this.#shown?.query;
      if (!query) return (shown) => shown;
      const [page, count, coverage] = await Promise.all([
        index.search(query, { runs: limit }),
        index.count(query),
        index.coverage(),
      ]);
      const stepless = leavesOutSteps(query) ? await index.countStepless(query) : 0;
      const loading = await this.#loading(connectionId, coverage);
      return (shown) => ({ ...shown, ...loading, ...page, ...noCounts, count, stepless, coverage });
    });
    if (this.#isOutdated) this.#looking.ask();
  }

  async #loading(connectionId: string, coverage: Coverage): Promise<Pick<ShownResults, "reading" | "load">> {
    const load = await this.nextLoad(connectionId, coverage);
    return { reading: this.#indexes.readerOf(connectionId)?.state ?? idle, load };
  }

  /** Asks the index, and shows the answer unless there was another search meanwhile. Given runs don't change. */
  async #act(
    ask: (index: RunIndex, connectionId: string) => Promise<(shown: ShownResults) => ShownResults>,
  ): Promise<void> {
    const turn = this.#turn;
    const { connectionId, given } = this.#shown ?? {};
    if (connectionId === undefined || given) return;
    try {
      const index = this.#indexes.indexOf(connectionId);
      if (!index) throw new IndexOffError();
      const change = await ask(index, connectionId);
      if (turn !== this.#turn || !this.#shown) return;
      const { error, ...others } = this.#shown;
      const shown = change(error === undefined ? this.#shown : others);
      if (shown !== this.#shown || shown.isSearching) this.#become({ ...shown, isSearching: false });
    } catch (error) {
      if (turn !== this.#turn || !this.#shown) return;
      if (!(error instanceof IndexOffError)) onUnexpectedError(error);
      this.#become({ ...this.#shown, error, isSearching: false });
    }
  }

  #lookLater(shown: ShownResults): ShownResults {
    this.#looking.ask();
    return shown;
  }

  #lookSafely(): void {
    this.look().catch(onUnexpectedError);
  }

  #become(shown: ShownResults | undefined): void {
    this.#shown = shown;
    this.#changed.fire();
  }
}

/** The first of some runs, and where the next page begins. */
function firstOf(runs: readonly FoundRun[], many: number): Pick<ShownResults, "runs" | "next"> {
  return { runs: runs.slice(0, many), next: many < runs.length ? many : undefined };
}

/** What a look may change. Runs only follow those that are shown, so their number says whether there are others. */
function seenOf({ runs, next, count, newer, gone, stepless, coverage, reading, load }: ShownResults) {
  return { runs: runs.length, next, count, newer, gone, stepless, coverage, reading, load };
}
