import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunsApi } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import type { RunEvent } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { storedEvents } from "../live/storedEvents.ts";
import { type Cover, withCovers } from "../values/cover.ts";
import { exportBeginning, exportedRunText, exportEnd, type ExportHead, exportSeparator } from "./exportFile.ts";

export interface ExportRequest {
  /** The target file. An existing one is replaced. */
  path: string;
  head: ExportHead;
  /** The ids, each once. */
  runs: readonly string[];
  api: RunsApi;
  /**
   * Covers the connection's key, which an app may repeat. Nothing else is changed: an export is the record. Of a local
   * run, all secrets are covered.
   */
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
 * Exports runs with all their events, a page at a time. It writes beside the target first, so that the target is never
 * incomplete. A run that can't be read is left out. If there is none left, no file is written.
 *
 * @throws ApiError `aborted`, and the system's errors
 */
export async function writeExport(request: ExportRequest): Promise<ExportResult> {
  const { path } = request;
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(part, "wx");
  try {
    const result = await writeRuns(new Output(file), request);
    await file.close();
    if (result.exported.length > 0) await rename(part, path);
    return result;
  } finally {
    await file.close();
    await rm(part, { force: true });
  }
}

async function writeRuns(
  output: Output,
  { head, runs, api, cover, signal, onProgress }: ExportRequest,
): Promise<ExportResult> {
  const result: ExportResult = { exported: [], failed: [] };
  let written = 0;
  await output.write(exportBeginning(head));
  for (const runId of runs) {
    const start = output.length;
    let events = 0;
    const pages = counted(storedEvents(api, runId, 0, signal), cover, (count) => {
      events += count;
      onProgress?.(result.exported.length + result.failed.length, written + events);
    });
    try {
      const run = cover.value(await api.getRun(runId, { signal }));
      if (result.exported.length > 0) await output.write(exportSeparator);
      for await (const text of exportedRunText(run, pages)) await output.write(text);
      result.exported.push(runId);
      written += events;
    } catch (error) {
      if (!isApiError(error) || error.kind === "aborted") throw error;
      await output.cutTo(start);
      result.failed.push({ runId, error });
    }
  }
  await output.write(exportEnd);
  return result;
}

async function* counted(
  pages: AsyncIterable<RunEvent[]>,
  cover: Cover,
  onPage: (events: number) => void,
): AsyncGenerator<RunEvent[]> {
  const streamed = new StreamedCover(cover);
  for await (const page of pages) {
    yield page.map((event) => streamed.event(event));
    onPage(page.length);
  }
}

/** How many places of streamed texts are remembered, and to which depth of an event's data. */
const mostRemembered = { places: 1_000, depth: 8 } as const;

/**
 * Covers the events of a run, in order. A text that an app streams in pieces may hold a key that no piece holds: where
 * a piece ends like the beginning of one, the next piece at the same place of the same type of event is read with it.
 */
class StreamedCover {
  readonly #cover: Cover;
  /** By the place of a text: its end, if it may be the beginning of a key. */
  readonly #ends = new Map<string, string>();

  constructor(cover: Cover) {
    this.#cover = cover;
  }

  event(event: RunEvent): RunEvent {
    const data = this.#continued(event.data, event.type, 0);
    return this.#cover.value(data === event.data ? event : { ...event, data });
  }

  /** The value with covers where texts go on with a key; the same one if none does. */
  #continued(value: unknown, place: string, depth: number): unknown {
    if (typeof value === "string") return this.#text(value, place);
    if (!isContainer(value) || depth === mostRemembered.depth) return value;
    const names = Object.keys(value);
    const fields = value as Record<string, unknown>;
    const clean = names.map((name) => this.#continued(fields[name], `${place}\n${name}`, depth + 1));
    if (clean.every((each, index) => each === fields[names[index] ?? ""])) return value;
    return Array.isArray(value) ? clean : Object.fromEntries(names.map((name, index) => [name, clean[index]]));
  }

  #text(text: string, place: string): string {
    const before = this.#ends.get(place) ?? "";
    const whole = before + text;
    const length = this.#cover.secretAtEnd(whole);
    this.#ends.delete(place);
    if (length > 0) this.#ends.set(place, whole.slice(-length));
    if (this.#ends.size > mostRemembered.places) this.#ends.clear();
    if (before === "") return text;
    const rest = this.#cover.ranges(whole).find(({ from, to }) => from < before.length && to > before.length);
    return rest ? withCovers(text, [{ from: 0, to: rest.to - before.length }]) : text;
  }
}

/** A file that grows and whose end can be removed again. */
class Output {
  readonly #file: FileHandle;
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let sent = 0; sent < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, sent, bytes.length - sent, this.#length);
      sent += bytesWritten;
      this.#length += bytesWritten;
    }
  }

  async cutTo(length: number): Promise<void> {
    await this.#file.truncate(length);
    this.#length = length;
  }
}
