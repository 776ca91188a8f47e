import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { ifReadable, readAs, readListOf, unchanged } from "#base/stored.ts";
import { AppendLog, logValues } from "./appendLog.ts";
import { Batch, firstStates } from "./batch.ts";
import type { BatchHead, BatchLine, LineState } from "./batchTypes.ts";

/** How many lines of `lines.jsonl` are written at once. */
const linesPerWrite = 500;

/** The facts about a batch that don't need its lines. */
export interface BatchOutline {
  /** The batch's head, with its current name. */
  readonly head: BatchHead;
  readonly states: readonly LineState[];
  /** The names of lines by the runs that they have created. A batch of an earlier version has none. */
  readonly lines: Map<string, string>;
  /** Whether the person has been told about the lines that were not sent. */
  readonly wasShown: boolean;
}

/**
 * Stores batches so that they outlive their window: a folder for each, with the requests in `lines.jsonl` and the
 * states in `states.jsonl`. Neither holds a key. A folder that can't be read as a batch is left alone.
 */
export class BatchFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  pathOf(id: string): string {
    return join(this.#path, id);
  }

  /** Stores a new batch before any of it is sent. @throws the system's errors */
  async create(head: BatchHead, lines: readonly BatchLine[]): Promise<StoredBatch> {
    const folder = this.pathOf(head.id);
    // The requests are private, so only their owner may read the folder.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const states = firstStates(lines);
    await writeFile(join(folder, "lines.jsonl"), textsOf(lines), { flush: true });
    const stored = openBatch(folder, head, lines, states);
    const failed = states.flatMap((state, n) => (state.kind === "failed" ? [{ n, state }] : []));
    const records = [{ format, version: 1, head, count: lines.length }, ...failed];
    await Promise.all(records.map((record) => stored.log.append(record)));
    return stored;
  }

  /** All stored batches, oldest first. */
  async list(): Promise<BatchOutline[]> {
    const ids = await readdir(this.#path).catch(() => []);
    const outlines = await Promise.all(ids.map(async (id) => this.outline(id)));
    return outlines.filter((each) => each !== undefined).sort((a, b) => a.head.createdAt - b.head.createdAt);
  }

  async outline(id: string): Promise<BatchOutline | undefined> {
    const text = await readFile(join(this.pathOf(id), "states.jsonl"), "utf8").catch(() => "");
    return shapeOf(text, id);
  }

  /** @returns `undefined` when it doesn't exist any more. @throws when it is incomplete */
  async open(id: string): Promise<StoredBatch | undefined> {
    const outline = await this.outline(id);
    if (!outline) return undefined;
    const folder = this.pathOf(id);
    const text = await readFile(join(folder, "lines.jsonl"), "utf8");
    const lines = readListOf(lineSchema, [...logValues(text)]);
    if (lines.length !== outline.states.length)
      throw new Error(`The stored batch ${outline.head.name} is incomplete, so it can't be opened. Delete it.`);
    return openBatch(folder, outline.head, lines, outline.states);
  }

  async rename(id: string, name: string): Promise<void> {
    const log = new AppendLog(join(this.pathOf(id), "states.jsonl"));
    await log.append({ name });
    await log.close();
  }

  /** Removes a batch. Its runs aren't affected. */
  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { recursive: true, force: true });
  }
}

export interface StoredBatch {
  readonly batch: Batch;
  readonly log: AppendLog;
}

function openBatch(
  folder: string,
  head: BatchHead,
  lines: readonly BatchLine[],
  states: readonly LineState[],
): StoredBatch {
  const log = new AppendLog(join(folder, "states.jsonl"));
  // With its line, so that the row of a run can say it without the lines, which are large.
  const record = (n: number, state: LineState): StateRecord =>
    state.kind === "created" ? { n, state, line: lines[n]?.source } : { n, state };
  return { batch: new Batch(head, lines, states, (n, state) => log.append(record(n, state))), log };
}

/** The names of a batch's lines by the runs that they have created. */
export function linesOfRuns({ lines, states }: Pick<Batch, "lines" | "states">): Map<string, string> {
  return new Map(states.flatMap((state, n) => (state.kind === "created" ? [[state.runId, lines[n]!.source]] : [])));
}

/** In pieces: lines that hold the texts of files are together longer than a string can be. */
function* textsOf(lines: readonly BatchLine[]): Generator<string> {
  for (let from = 0; from < lines.length; from += linesPerWrite) {
    const piece = lines.slice(from, from + linesPerWrite);
    yield piece.map((line) => `${stringifyJson(line)}\n`).join("");
  }
}

function shapeOf(text: string, id: string): BatchOutline | undefined {
  const [first, ...rest] = logValues(text);
  const begun = readAs(headSchema, first);
  if (begun?.head.id !== id) return undefined;
  let outline: Omit<BatchOutline, "states" | "lines"> = { head: begun.head, wasShown: false };
  const lines = new Map<string, string>();
  const states: LineState[] = Array.from({ length: begun.count }, () => ({ kind: "waiting" }));
  for (const value of rest) {
    const record = readAs(stateSchema, value);
    // A large batch has thousands of states. Trying the other schema on each takes twice as long.
    if (record) {
      const { n, state, line } = record;
      if (n >= 0 && n < states.length) states[n] = state;
      if (state.kind === "created" && line !== undefined) lines.set(state.runId, line);
      continue;
    }
    const { name = outline.head.name, told = outline.wasShown } = readAs(laterSchema, value) ?? {};
    outline = { head: { ...outline.head, name }, wasShown: told };
  }
  return { ...outline, states, lines };
}

const format = "dynamiq-runs-batch";

/** A state in a batch's journal. */
interface StateRecord {
  n: number;
  state: LineState;
  /** The name of a line that has created a run. */
  line?: string | undefined;
}

/** The first record of a batch. It doesn't match a later version. */
export const headSchema = z.object({
  format: z.literal(format),
  version: z.literal(1),
  head: unchanged<BatchHead>(
    z.object({
      id: z.string(),
      name: z.string(),
      connectionId: z.string(),
      origin: z.string(),
      workspace: z.string(),
      createdAt: z.number(),
      baseline: z.object({ runIds: z.array(z.unknown()) }),
    }),
  ),
  /** The number of its lines. */
  count: z.number().catch(0),
});

/** A line's input may hold any names and exact numbers, so it stays unchanged. */
export const lineSchema = unchanged<BatchLine>(z.object({ source: z.string() }));

export const stateSchema = unchanged<StateRecord>(
  z.object({
    n: z.int(),
    state: z.discriminatedUnion("kind", [
      z.object({ kind: z.enum(["waiting", "sending"]) }),
      z.object({ kind: z.literal("created"), runId: z.string() }),
      z.object({ kind: z.enum(["failed", "unknown"]), reason: z.string() }),
    ]),
    line: z.string().optional(),
  }),
);

/** The name that a batch was given later, and whether the person has been told about the lines that were not sent. */
const laterSchema = z.object({ name: ifReadable(z.string()), told: ifReadable(z.boolean()) });
