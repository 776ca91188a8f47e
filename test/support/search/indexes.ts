import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Run } from "#api/schemas.ts";
import type { FoundRun } from "#features/search/core/indexTypes.ts";
import type { LoadedRange } from "#features/search/core/reading/runReader.ts";
import { RunIndex } from "#features/search/core/runIndex.ts";
import { IndexThread } from "#features/search/core/worker/indexThread.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import type { Query } from "#runs/query/queryTypes.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { bundledScript } from "../bundledScript.ts";

/** The thread of the index as the sources have it. */
export const workerScript = (): string => bundledScript("src/features/search/core/worker/search.worker.ts");

/** What loads every run. */
export const everything: LoadedRange = { range: "all", since: -Infinity };

/** Midnight, so that days are easy to write. */
export const searchDay = new Date(2026, 10, 24).getTime();

export interface IndexOfTest {
  folder: string;
  thread: IndexThread;
  index: RunIndex;
  /** The index of another connection. */
  open: (connectionId: string) => RunIndex;
  dispose: () => void;
}

/** An index in a folder of its own, in the same thread that the extension uses. */
export function indexForTest({
  secrets = [],
  maxBytes = () => 1e9,
  originOf,
}: { secrets?: string[]; maxBytes?: () => number; originOf?: OriginOf } = {}): IndexOfTest {
  const folder = mkdtempSync(join(tmpdir(), "dynamiq-index-"));
  const thread = new IndexThread(workerScript());
  const open = (connectionId: string) =>
    new RunIndex(thread, {
      folder,
      connectionId,
      secrets: () => Promise.resolve(secrets),
      maxBytes,
      originOf,
    });
  const dispose = (): void => {
    thread.dispose();
    // The thread may still be about to open or close its files.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { folder, thread, index: open("app"), open, dispose };
}

/** A run that has ended, which began so many minutes after midnight. */
export function endedRun(id: string, minutes: number, others: Partial<Run> = {}): Run {
  const time = (ms: number): string => new Date(searchDay + ms).toISOString();
  return {
    id,
    status: "completed",
    started_at: time(minutes * 60_000),
    ended_at: time(minutes * 60_000 + 30_000),
    input: {},
    ...others,
  };
}

export function toolStep(sequence: number, name: string, input: unknown, result: unknown = "ok"): StoryStep {
  return {
    id: `s${sequence}`,
    sequence,
    at: sequence * 10,
    kind: "tool",
    name,
    input,
    result,
    progress: "",
    state: "finished",
  };
}

export function textStep(sequence: number, text: string): StoryStep {
  return { id: `s${sequence}`, sequence, at: sequence * 10, kind: "text", object: "text", text, growing: false };
}

export function queryOf(text: string): Query {
  return parseQuery(text, searchDay + 24 * 3_600_000);
}

export async function idsOf(index: RunIndex, text: string): Promise<string[]> {
  return (await index.search(queryOf(text))).runs.map(({ id }) => id);
}

/** What a match looks like: `you were [charged] twice`. */
export function shown({ steps }: FoundRun): string[] {
  return steps.map(({ name, excerpt }) => {
    const [head, body] = [name, excerpt].map(({ text, ranges }) =>
      ranges.reduceRight(
        (rest, { start, end }) => `${rest.slice(0, start)}[${rest.slice(start, end)}]${rest.slice(end)}`,
        text,
      ),
    );
    return head === "" ? (body ?? "") : `${head}: ${body}`;
  });
}

/** All bytes of all files in a folder. */
export function bytesIn(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    entries.filter((each) => each.isFile()).map((each) => readFileSync(join(each.parentPath, each.name))),
  );
}
