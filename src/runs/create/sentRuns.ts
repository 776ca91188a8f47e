import * as z from "zod";
import type { CreateRunRequest, FileSource, RunMode } from "../../api/contract.ts";
import { readAs } from "../../base/stored.ts";
import type { EntityStore } from "../../storage/entityStore.ts";
import type { StartedByMachines } from "./startedByMachines.ts";

/** An attachment as it was when it was sent. */
export interface SentFile {
  name: string;
  /** In bytes. */
  size: number;
  /** Absolute, of one that was on disk. */
  path?: string;
  /** As `FileSource` has it. */
  version?: string;
}

interface SentDetails {
  mode: RunMode;
  /** In the order of the request. */
  attached: readonly SentFile[];
  fileIds: readonly string[];
  /** The name of the golden test that started it. */
  test?: string;
}

/** The details of a run's request that its app doesn't return. */
export interface SentWith extends SentDetails {
  /** Absolute paths of the attachments that were on disk. */
  files: readonly string[];
}

/** A stored record of how a run was created. */
export interface SentRun extends SentDetails {
  connectionId: string;
  runId: string;
}

/** How many are remembered; the oldest are dropped. */
export const mostSent = 200;

/** Remembers how runs were created here, in all windows, so that they can be run again. */
export class SentRuns {
  readonly #kept: EntityStore<SentRun>;

  readonly #machines: Pick<StartedByMachines, "note"> | undefined;

  /** @param machines remembers more of the runs that golden tests started */
  constructor(kept: EntityStore<SentRun>, machines?: Pick<StartedByMachines, "note">) {
    this.#kept = kept;
    this.#machines = machines;
  }

  /** @throws StorageError; this window still remembers it */
  async note(
    connectionId: string,
    runId: string,
    run: { request: CreateRunRequest; files: readonly FileSource[]; mode: RunMode; test?: string },
  ): Promise<void> {
    const { mode, request, test } = run;
    if (test !== undefined) await this.#machines?.note(connectionId, runId, "test");
    const attached = run.files.map(({ name, size, path, version }) => ({ name, size, path, version }));
    const fileIds = request.file_ids ?? [];
    if (mode === "stream" && attached.length === 0 && fileIds.length === 0 && test === undefined) return;
    const sent = { connectionId, runId, mode, attached, fileIds, test };
    await this.#kept.put(idOf(connectionId, runId), sent);
  }

  /** `undefined` for a run whose app returns everything, that was not created here, or whose record was dropped. */
  of(connectionId: string, runId: string): SentWith | undefined {
    const sent = this.#kept.get(idOf(connectionId, runId));
    return sent && { ...sent, files: sent.attached.flatMap(({ path }) => path ?? []) };
  }
}

/** Reads a stored record; `undefined` for any other value. */
export function readSent(stored: unknown): SentRun | undefined {
  return readAs(sentSchema, stored);
}

function idOf(connectionId: string, runId: string): string {
  return JSON.stringify([connectionId, runId]);
}

/** A mode that only a newer version knows is read as the usual one, so that the files aren't lost. */
const modeSchema = z.string().pipe(z.enum(["stream", "background", "wait"]).catch("stream"));

const sentSchema: z.ZodType<SentRun> = z.looseObject({
  connectionId: z.string(),
  runId: z.string(),
  mode: modeSchema,
  attached: z.array(
    z.object({ name: z.string(), size: z.number(), path: z.string().optional(), version: z.string().optional() }),
  ),
  fileIds: z.array(z.string()),
  test: z.string().optional(),
});
