import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import type { RunEvent } from "#api/schemas.ts";
import { storedEvents } from "#runs/live/storedEvents.ts";
import type { Cover } from "#runs/values/cover.ts";
import { coveredEvents } from "#runs/values/coveredEvents.ts";
import { exportBeginning, exportedRunText, exportEnd, type ExportHead, exportSeparator } from "./exportFile.ts";

export interface ExportRequest {
  /** The target file. An existing one is replaced. */
  path: string;
  head: ExportHead;
  /** The ids, each once. */
  runs: readonly string[];
  api: RunsApi;
  /** Covers the connection's key alone, as an export is the record; of a local run all secrets. */
  cover: Cover;
  signal: AbortSignal;
  /** Called after each page of events: how many runs are finished, and how many events are written. */
  onProgress?: (runs: number, events: number) => void;
}

export interface ExportResult {
  exported: string[];
  failed: { runId: string; error: unknown }[];
}

/**
 * Exports runs, beside the target first, so that it is never incomplete. A run that can't be read is left out; without
 * any, no file is written. @throws ApiError `aborted`, and the system's errors
 */
export async function writeExport(request: ExportRequest): Promise<ExportResult> {
  const { path } = request;
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(part, "ax");
  try {
    const result = await writeRuns(file, request);
    await file.close();
    if (result.exported.length > 0) await rename(part, path);
    return result;
  } finally {
    await file.close();
    await rm(part, { force: true });
  }
}

async function writeRuns(
  output: FileHandle,
  { head, runs, api, cover, signal, onProgress }: ExportRequest,
): Promise<ExportResult> {
  const result: ExportResult = { exported: [], failed: [] };
  let written = 0;
  await output.appendFile(exportBeginning(head));
  for (const runId of runs) {
    const { size: start } = await output.stat();
    let events = 0;
    const pages = counted(storedEvents(api, runId, 0, signal), cover, (count) => {
      events += count;
      onProgress?.(result.exported.length + result.failed.length, written + events);
    });
    try {
      const run = cover.value(await api.getRun(runId, { signal }));
      if (result.exported.length > 0) await output.appendFile(exportSeparator);
      for await (const text of exportedRunText(run, pages)) await output.appendFile(text);
      result.exported.push(runId);
      written += events;
    } catch (error) {
      if (!isApiError(error) || error.kind === "aborted") throw error;
      await output.truncate(start);
      result.failed.push({ runId, error });
    }
  }
  await output.appendFile(exportEnd);
  return result;
}

/** The pages with covers, each as soon as the next one is known: a text that an app streams may go on with a key. */
async function* counted(
  pages: AsyncIterable<RunEvent[]>,
  cover: Cover,
  onPage: (events: number) => void,
): AsyncGenerator<RunEvent[]> {
  let before: RunEvent[] = [];
  let page: RunEvent[] = [];
  const coveredPage = (after: readonly RunEvent[]): RunEvent[] => {
    onPage(page.length);
    return coveredEvents(page, cover, [...before, ...page, ...after]);
  };
  for await (const next of pages) {
    if (page.length > 0) yield coveredPage(next);
    before = page;
    page = next;
  }
  yield coveredPage([]);
}
