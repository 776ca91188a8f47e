import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { JoinedCalls } from "#base/joinedCalls.ts";
import { readAs } from "#base/stored.ts";
import { messageOf } from "#base/thrown.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { titleById } from "#model/shortId.ts";
import { isTerminal } from "#model/status.ts";
import { type RunFacts, runFactsSchema } from "#runs/facts/runFacts.ts";
import { TimeSlices } from "#runs/live/timeSlices.ts";
import { all, type Condition } from "#runs/query/conditions.ts";
import type { Query } from "#runs/query/queryTypes.ts";
import { cleanRun, type ReadRun, textsOf } from "./documents/indexedRun.ts";
import { compileQuery, compileValues } from "./engine/compileQuery.ts";
import type { KnownValue } from "./engine/readingRows.ts";
import type { Change } from "./engine/runDatabase.ts";
import type { Coverage, FactsFilter, FoundParts, FoundRun, IndexedText, SearchPage } from "./indexTypes.ts";
import type { IndexThread } from "./worker/indexThread.ts";
import type { Arguments, OperationName, Result } from "./worker/messages.ts";

/** What an index needs to know of its connection. */
export interface IndexOptions {
  /** Absolute: it has a folder for each connection's index. */
  folder: string;
  connectionId: string;
  /** The connection's key, and whatever else may never be written. Asked for before each write. */
  secrets: () => Promise<readonly string[]>;
  /** How much it may keep. */
  maxBytes: () => number;
  /** What started a run, if it isn't the app's own traffic. Asked for with each write. */
  originOf?: OriginOf;
}

/** What has changed in an index: a run was written or removed, older runs were read, or everything was removed. */
export type IndexChange =
  | { kind: "run"; facts: RunFacts }
  | { kind: "removed"; id: string }
  | { kind: "covered" }
  | { kind: "cleared" };

/** A part of a run's texts that is written at once, in characters: some milliseconds of work for the database. */
const partSize = 200_000;
/** Reading so many from their JSON takes some milliseconds. */
const factsPerPage = 500;

/** The local index of one connection's runs. Everything throws `NoIndexError` where there is no database. */
export class RunIndex implements Disposable {
  readonly #thread: IndexThread;
  readonly #options: Pick<IndexOptions, "secrets" | "maxBytes" | "originOf">;
  readonly #file: string;
  readonly #changes = new Emitter<IndexChange>();
  /** Fires after changes of this window, not after those of others. */
  readonly onDidChange = this.#changes.event;
  #writing: Promise<unknown> = Promise.resolve();
  readonly #trimming = new JoinedCalls<void>();

  constructor(thread: IndexThread, options: IndexOptions) {
    this.#thread = thread;
    this.#options = options;
    this.#file = join(options.folder, indexFolder(options.connectionId), "runs.db");
  }

  /**
   * Writes a run; nothing happens if the index has it completely, or if its id is a secret. One run is written after
   * the other, in parts, so a caller that waits for each needs little memory.
   *
   * @returns whether it was written, when it is on the disk
   */
  async put(read: ReadRun): Promise<boolean> {
    const putting = this.#writing.then(() => this.#put(read));
    this.#writing = putting.catch(() => undefined);
    return putting;
  }

  /** The newest runs that match, 50 by default, each with its first matching steps. @param query without problems */
  search(query: Query, request: { before?: number; runs?: number; steps?: number } = {}): Promise<SearchPage> {
    const { before, runs = 50, steps = 3 } = request;
    return this.#search(compileQuery(query), { before, runs, stepsOfRun: steps });
  }

  /** One run with more of its matching steps; `undefined` if it doesn't match. @param query without problems */
  async searchIn(runId: string, query: Query, steps: number): Promise<FoundRun | undefined> {
    const { runs, ...others } = compileQuery(query);
    const ofRun = all([{ sql: "r.id = ?", values: [runId] }, runs]);
    const page = await this.#search({ ...others, runs: ofRun }, { runs: 1, stepsOfRun: steps });
    return page.runs[0];
  }

  /** How many runs match. @param query without problems */
  count(query: Query): Promise<number> {
    return this.#call("count", compileQuery(query));
  }

  /** How many of the runs that match have steps that nobody has read. @param query without problems */
  countStepless(query: Query): Promise<number> {
    return this.#countWhere(query, { sql: "r.complete = 0 OR r.writer <> ''", values: [] });
  }

  /** How many of the runs with these ids match. @param query without problems */
  countOf(query: Query, ids: readonly string[]): Promise<number> {
    return this.#countWhere(query, { sql: "r.id IN (SELECT value FROM json_each(?))", values: [JSON.stringify(ids)] });
  }

  /** How many runs match down to a number. @param query without problems @param last `last` of a page */
  countFrom(query: Query, last: number): Promise<number> {
    return this.#countWhere(query, { sql: "r.number >= ?", values: [last] });
  }

  /** The ids of all runs that match. @param query without problems */
  ids(query: Pick<Query, "terms">): Promise<string[]> {
    return this.#call("ids", compileQuery(query));
  }

  /** What is known of each run, the newest first. */
  facts(filter: FactsFilter = {}): Promise<RunFacts[]> {
    return this.#reading(() => this.#facts(filter));
  }

  async #facts(filter: FactsFilter): Promise<RunFacts[]> {
    const found: RunFacts[] = [];
    let before: number | undefined;
    do {
      const page = await this.#call("facts", filter, before, factsPerPage);
      found.push(...page.facts.flatMap((text) => readAs(runFactsSchema, JSON.parse(text)) ?? []));
      before = page.next;
    } while (before !== undefined);
    return found;
  }

  /**
   * The values that a key of the query has, those of most runs first.
   *
   * @param key of `queryKeys.ts`, a path like `input.amount`, or `path` for the paths
   * @param beginning what they begin with, in any case
   */
  values(key: string, beginning = "", most = 50): Promise<KnownValue[]> {
    return this.#call("values", compileValues(key, beginning), most);
  }

  coverage(): Promise<Coverage> {
    return this.#call("coverage");
  }

  /** The runs among these that the index doesn't have completely. */
  missing(ids: readonly string[]): Promise<string[]> {
    return this.#call("missing", ids);
  }

  /** How many runs have ended whose events weren't read, and that began at a time or later. */
  unread(since: number): Promise<number> {
    return this.#call("unread", since);
  }

  /** Removes runs that the app doesn't have any more. */
  async forget(ids: readonly string[]): Promise<void> {
    await this.#call("forget", ids);
    for (const id of ids) this.#changes.fire({ kind: "removed", id });
  }

  /** Says that every ended run of a time range is in the index, and how many runs the app has. */
  async cover(since: number, until: number, total: number): Promise<void> {
    await this.#call("cover", since, until, total);
    this.#changes.fire({ kind: "covered" });
  }

  /** Says that the app has at least so many runs. */
  async raiseTotal(total: number): Promise<void> {
    await this.#call("raiseTotal", total);
    this.#changes.fire({ kind: "covered" });
  }

  /** A value that all windows share. */
  state(name: string): Promise<string | undefined> {
    return this.#call("state", name);
  }

  setState(name: string, value: string): Promise<void> {
    return this.#call("setState", name, value);
  }

  get maxBytes(): number {
    return this.#options.maxBytes();
  }

  /** In bytes. */
  size(): Promise<number> {
    return this.#call("size");
  }

  /** Removes the oldest runs until the index is small enough, and gives their space back. */
  trim(): Promise<void> {
    return this.#trimming.run("", () => this.#trim());
  }

  /** Removes everything, so that no byte of a run is left on the disk, whatever is wrong with it. */
  async clear(): Promise<void> {
    await this.#call("clear").catch(() => this.#removeFolder());
    this.#changes.fire({ kind: "cleared" });
  }

  /** Removes the index with its folder, because its connection was removed. */
  async remove(): Promise<void> {
    await this.#call("remove").catch(() => this.#removeFolder());
  }

  /** Works without a database and without its thread. */
  async #removeFolder(): Promise<void> {
    const folder = dirname(this.#file);
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      throw new Error(`The local index in ${folder} can't be deleted: ${messageOf(error)}. Delete it by hand.`, {
        cause: error,
      });
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #search(...asked: Arguments<"search">): Promise<SearchPage> {
    return this.#reading(async () => {
      const { runs, ...ends } = await this.#call("search", ...asked);
      return { runs: runs.flatMap(({ facts, ...parts }) => foundRun(facts, parts)), ...ends };
    });
  }

  /** What isn't JSON comes from a damaged database, which is made anew. */
  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await this.#call("fix");
      return read();
    }
  }

  #countWhere(query: Query, where: Condition): Promise<number> {
    const { runs, ...others } = compileQuery(query);
    return this.#call("count", { ...others, runs: all([where, runs]) });
  }

  async #put(read: ReadRun): Promise<boolean> {
    if ((await this.missing([read.run.id])).length === 0) return false;
    const origin = this.#options.originOf?.(read.run.id);
    const clean = await cleanRun({ ...read, from: origin }, await this.#options.secrets(), Date.now());
    if (!clean) return false;
    const { row } = clean;
    const { id } = row.facts;
    const writer = randomUUID();
    const isWhole = read.steps !== undefined && isTerminal(read.run.status);
    let changes: Change[] = [{ begin: { run: row, writer, isWhole } }];
    let from = 0;
    let isWanted = true;
    const write = async (texts: IndexedText[], isLast: boolean): Promise<void> => {
      changes.push({ add: { id, writer, from, texts, isLast } });
      isWanted = (await this.#call("write", changes)).every(Boolean);
      changes = [];
      from += texts.length;
    };
    for await (const part of partsOf(textsOf(clean.read))) {
      await write(part, false);
      if (!isWanted) return false;
    }
    await write([], true);
    if (isWanted) this.#changes.fire({ kind: "run", facts: row.facts });
    return isWanted;
  }

  async #trim(): Promise<void> {
    while (await this.#call("trim", this.maxBytes));
  }

  #call<Name extends OperationName>(name: Name, ...values: Arguments<Name>): Promise<Result<Name>> {
    return this.#thread.call(this.#file, name, ...values);
  }
}

/** The name of a connection's folder. We make the ids of connections, but a file from elsewhere could name another one. */
export function indexFolder(connectionId: string): string {
  return connectionId.replace(/[^\w-]/g, "_");
}

function foundRun(json: string, parts: FoundParts): FoundRun[] {
  const facts = readAs(runFactsSchema, JSON.parse(json));
  return facts ? [{ ...facts, title: facts.title ?? titleById(facts.id), ...parts }] : [];
}

/** Texts in parts of about the same length. Their making is divided into short stretches. */
async function* partsOf(texts: Iterable<IndexedText>): AsyncGenerator<IndexedText[]> {
  const thread = new TimeSlices();
  let part: IndexedText[] = [];
  let size = 0;
  for (const text of texts) {
    part.push(text);
    size += text.text.length + text.name.length + 50;
    if (size >= partSize) {
      yield part;
      part = [];
      size = 0;
    }
    if (thread.isOver) await thread.rest();
  }
  if (part.length > 0) yield part;
}
