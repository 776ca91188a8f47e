import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { RunEvent } from "#api/schemas.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { messageOf } from "#base/thrown.ts";
import { type RunFacts, ServedRun, type Story } from "#server/runs/servedRun.ts";
import { isOtherProcess } from "./otherProcess.ts";

/** What is kept of a run besides its events. */
const storedSchema = z.object({
  facts: z.object({
    id: z.string(),
    appId: z.string(),
    input: z.record(z.string(), z.unknown()),
    userId: z.string().optional(),
    sessionId: z.string().optional(),
    createdAt: z.number(),
  }),
  status: z.string(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  output: z.unknown(),
  error: z.unknown(),
  /** The process that runs it. */
  process: z.number().optional(),
});
type StoredRun = z.infer<typeof storedSchema>;

/** The error of a run whose server ended before it did. */
export const serverEnded = {
  type: "ServerEnded",
  message: "VS Code or the command line ended during the run.",
};

/** How many runs are kept: the newest. */
export const maxRuns = 1_000;
/** The number of runs whose log is in memory: those that go on, and some that somebody may look at. */
const maxLogs = 16;
/** How many lines of what a run printed are kept: the newest. */
const maxLogLines = 1_000;
/** In characters. The rest of a longer line isn't kept. */
const maxLogLineLength = 10_000;

export interface LocalRunStoreOptions {
  /** The store's own folder, which only the person can read: prompts and logs hold secrets. */
  folder: string;
  /** Told once for each run that can't be kept, for example because the disk is full. The run itself goes on. */
  onProblem: (error: Error) => void;
}

/**
 * The runs of a local app, kept over a restart: a folder for each, with `run.json`, `events.jsonl`, `trace.json` and
 * `log.txt`. Events are appended, so a run costs its own size, however long it is.
 */
export class LocalRunStore {
  readonly #folder: string;
  readonly #onProblem: (error: Error) => void;
  readonly #logs = new Map<string, string[]>();
  /** The runs whose log is about to be written. */
  readonly #loggingRuns = new Set<string>();
  readonly #traces = new Map<string, readonly unknown[]>();
  readonly #writing = new Map<string, Promise<void>>();
  readonly #failed = new Set<string>();

  constructor({ folder, onProblem }: LocalRunStoreOptions) {
    this.#folder = join(folder, "runs");
    this.#onProblem = onProblem;
  }

  /** The runs of earlier servers. One that was going on has failed with its server, or is another server's own. */
  load(): ServedRun[] {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const found = readdirSync(this.#folder)
      .flatMap((id) => this.#read(id) ?? [])
      .filter((stored) => !isOfOther(stored));
    const sorted = found.toSorted((a, b) => b.facts.createdAt - a.facts.createdAt);
    for (const { facts } of sorted.slice(maxRuns)) this.remove(facts.id);
    return sorted.slice(0, maxRuns).map((stored) => this.#restored(stored));
  }

  /** Keeps a new run from now on. */
  follow(run: ServedRun): void {
    const { id } = run.facts;
    let written = 0;
    let status = "";
    let isWaiting = false;
    const keep = (): void => {
      if (isWaiting) return;
      isWaiting = true;
      this.#write(id, async () => {
        isWaiting = false;
        await mkdir(this.#path(id), { recursive: true, mode: 0o700 });
        const lines = run.events.slice(written).map((event) => `${stringifyJson(event)}\n`);
        written += lines.length;
        if (lines.length > 0) await appendFile(this.#path(id, "events.jsonl"), lines.join(""), { mode: 0o600 });
        if (run.status === status) return;
        status = run.status;
        await this.#replace(id, "run.json", stringifyJson(storedOf(run)));
      });
    };
    run.onChange(keep);
    keep();
  }

  keepTrace(id: string, trace: readonly unknown[]): void {
    this.#traces.set(id, trace);
    this.#write(id, async () => {
      await this.#replace(id, "trace.json", stringifyJson(trace));
      this.#traces.delete(id);
    });
  }

  /** The traces of a run's workflow and nodes, as the SDK's tracing handler has them; empty if there are none. */
  traceOf(id: string): readonly unknown[] {
    const trace = this.#traces.get(id) ?? readJson(this.#path(id, "trace.json"));
    return Array.isArray(trace) ? trace : [];
  }

  /** Keeps a line that a run printed. The file has the newest lines: those that arrive while it is written go together. */
  log(id: string, line: string): void {
    const lines = this.#logs.get(id) ?? this.#openLog(id);
    lines.push(line.slice(0, maxLogLineLength));
    if (lines.length >= 2 * maxLogLines) lines.splice(0, lines.length - maxLogLines);
    if (this.#loggingRuns.has(id)) return;
    this.#loggingRuns.add(id);
    this.#write(id, async () => {
      this.#loggingRuns.delete(id);
      await this.#replace(id, "log.txt", `${this.logOf(id).join("\n")}\n`);
    });
  }

  /** What a run printed, a line each. */
  logOf(id: string): readonly string[] {
    const lines = this.#logs.get(id);
    if (lines) return lines.slice(-maxLogLines);
    const text = readText(this.#path(id, "log.txt")) ?? "";
    return text === "" ? [] : text.trimEnd().split("\n").slice(-maxLogLines);
  }

  /** Forgets a run, whose files go. */
  remove(id: string): void {
    this.#logs.delete(id);
    this.#traces.delete(id);
    this.#write(id, () => rm(this.#path(id), { recursive: true, force: true }));
  }

  /** Waits until nothing is left to write. */
  async settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing.values());
  }

  #path(id: string, file = ""): string {
    return join(this.#folder, id, file);
  }

  /** Writes of one run follow each other. One that fails is reported once for its run. */
  #write(id: string, write: () => Promise<void>): void {
    const before = this.#writing.get(id) ?? Promise.resolve();
    const writing = before.then(write).catch((error: unknown) => {
      if (this.#failed.has(id)) return;
      this.#failed.add(id);
      this.#onProblem(new Error(`A run of the local app can't be saved: ${messageOf(error)}`, { cause: error }));
    });
    this.#writing.set(id, writing);
    void writing.then(() => this.#writing.get(id) === writing && this.#writing.delete(id));
  }

  async #replace(id: string, file: string, text: string): Promise<void> {
    await mkdir(this.#path(id), { recursive: true, mode: 0o700 });
    // In one step, so that a full disk or the end of the process leaves the last version.
    const path = this.#path(id, file);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  /** Takes the log of a run into memory, and those that are on disk out of it. */
  #openLog(id: string): string[] {
    for (const other of this.#logs.keys())
      if (this.#logs.size >= maxLogs && !this.#writing.has(other) && !this.#failed.has(other)) this.#logs.delete(other);
    const lines = [...this.logOf(id)];
    this.#logs.set(id, lines);
    return lines;
  }

  /** `undefined` for a folder that isn't of a run, or whose file was cut when the disk was full. */
  #read(id: string): StoredRun | undefined {
    return storedSchema.safeParse(readJson(this.#path(id, "run.json"))).data;
  }

  #restored(stored: StoredRun): ServedRun {
    const { facts, status, startedAt, endedAt } = stored;
    const isOver = endedAt !== undefined;
    const story = storyOf(stored, () => this.#eventsOf(facts.id));
    const run = new ServedRun(asFacts(facts), randomUUID, {
      status: isOver ? status : "started",
      startedAt: startedAt ?? facts.createdAt,
      endedAt,
      tell: () => story,
    });
    if (!isOver) {
      run.fail(serverEnded, Date.now());
      this.#write(facts.id, async () => {
        const last = run.events.at(-1);
        await appendFile(this.#path(facts.id, "events.jsonl"), `${stringifyJson(last)}\n`, { mode: 0o600 });
        await this.#replace(facts.id, "run.json", stringifyJson(storedOf(run)));
      });
    }
    return run;
  }

  #eventsOf(id: string): RunEvent[] {
    const lines = (readText(this.#path(id, "events.jsonl")) ?? "").split("\n");
    return lines.flatMap((line) => readEvent(line) ?? []);
  }
}

function storedOf(run: ServedRun): StoredRun {
  const { output, error } = run.toWire();
  const { facts, status, startedAt, endedAt } = run;
  return { facts, status, startedAt, endedAt, output, error, process: process.pid };
}

/** Whether a run goes on in another process, which alone writes its files. */
function isOfOther({ endedAt, process: owner }: StoredRun): boolean {
  return endedAt === undefined && owner !== undefined && isOtherProcess(owner);
}

function asFacts(facts: StoredRun["facts"]): RunFacts {
  return { ...facts, userId: facts.userId, sessionId: facts.sessionId };
}

/** The story of a run. Its events are read when somebody asks for them: a list of runs needs none. */
function storyOf({ output, error }: StoredRun, read: () => RunEvent[]): Story {
  let events: RunEvent[] | undefined;
  return {
    output: output ?? null,
    error: error ?? null,
    get events() {
      return (events ??= read());
    },
  };
}

/** `undefined` for a line that was cut when the process ended. */
function readEvent(line: string): RunEvent | undefined {
  const value = parsed(line);
  return isFields(value) && typeof value["sequence"] === "number" ? (value as unknown as RunEvent) : undefined;
}

function readJson(path: string): unknown {
  const text = readText(path);
  return text === undefined ? undefined : parsed(text);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
