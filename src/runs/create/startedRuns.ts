import * as z from "zod";
import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { ifReadable } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { EntityStore } from "#storage/entityStore.ts";
import type { StartedByMachines } from "./startedByMachines.ts";

const fileSchema = z.object({
  name: z.string(),
  /** In bytes. */
  size: z.number(),
  /** Absolute, of one that was on disk. */
  path: z.string().optional(),
  /** The version, as `FileSource` has it. */
  version: z.string().optional(),
});

/** An attachment as it was when it was sent. */
export type SentFile = z.infer<typeof fileSchema>;

const sentSchema = z.object({
  // A mode that only a newer version knows counts as the usual one, so that the files aren't lost.
  mode: z.enum(["stream", "background", "wait"]).catch("stream"),
  /** The attachments in the order of the request. */
  attached: z.array(fileSchema).readonly(),
  fileIds: z.array(z.string()).readonly(),
  /** The name of the golden test that started it. */
  test: z.string().optional(),
});

/** The details of a run's request that its app doesn't return. */
export interface SentWith extends z.infer<typeof sentSchema> {
  /** Absolute paths of the attachments that were on disk. */
  readonly files: readonly string[];
}

export const startedSchema = z.object({
  connectionId: z.string(),
  runId: z.string(),
  /** A notification about its end was shown, or nobody wanted one. */
  hasEnded: ifReadable(z.literal(true)),
  /** A tool of an agent started it. */
  byAgent: ifReadable(z.literal(true)),
  /** A person started it and no panel was opened for it. */
  inBackground: ifReadable(z.literal(true)),
  /** The run whose message it sent again, in a fork of its conversation. */
  forkOf: ifReadable(z.string()),
  sent: ifReadable(sentSchema),
});

/** A stored record of a run that was started here. */
export type Started = z.infer<typeof startedSchema>;

/** How many runs are remembered; the oldest are dropped. */
export const maxStartedRuns = 500;

/** The runs that were started here, in any window, also before a reload. */
export class StartedRuns {
  readonly #kept: EntityStore<Started>;
  /** The runs whose end this window or another one has reported. */
  readonly #ended = new Set<string>();
  readonly #machines: Pick<StartedByMachines, "note"> | undefined;

  /** @param machines remembers more of the runs that golden tests, forks and agents started */
  constructor(kept: EntityStore<Started>, machines?: Pick<StartedByMachines, "note">) {
    this.#kept = kept;
    this.#machines = machines;
  }

  /** What is known of a run; `undefined` if it wasn't started here, or its record was dropped. */
  of(connectionId: string, runId: string): Started | undefined {
    return this.#kept.get(idOf(connectionId, runId));
  }

  /** Records that a run was started here, and how. */
  note(connectionId: string, runId: string, how: Pick<Started, "byAgent" | "inBackground" | "forkOf"> = {}): void {
    this.#add(connectionId, runId, how).catch(onUnexpectedError);
    const machine = how.byAgent ? "agent" : how.forkOf === undefined ? undefined : "fork";
    if (machine) this.#machines?.note(connectionId, runId, machine).catch(onUnexpectedError);
  }

  /** Records the details of a run's request, so that it can be run again. @throws StorageError */
  async noteSent(
    connectionId: string,
    runId: string,
    run: { request: CreateRunRequest; files: readonly FileSource[]; mode: RunMode; test?: string },
  ): Promise<void> {
    const { mode, request, test } = run;
    if (test !== undefined) await this.#machines?.note(connectionId, runId, "test");
    const attached = run.files.map(({ name, size, path, version }) => ({ name, size, path, version }));
    const fileIds = request.file_ids ?? [];
    if (mode === "stream" && attached.length === 0 && fileIds.length === 0 && test === undefined) return;
    await this.#add(connectionId, runId, { sent: { mode, attached, fileIds, test } });
  }

  /** `undefined` for a run whose app returns everything, that was not created here, or whose record was dropped. */
  sentWith(connectionId: string, runId: string): SentWith | undefined {
    const sent = this.of(connectionId, runId)?.sent;
    return sent && { ...sent, files: sent.attached.flatMap(({ path }) => path ?? []) };
  }

  /** The runs whose end isn't reported yet. */
  underWay(connectionId: string): string[] {
    const isOpen = ([id, run]: [string, Started]): boolean =>
      run.connectionId === connectionId && !run.hasEnded && !this.#ended.has(id);
    return this.#kept.entries().flatMap((entry) => (isOpen(entry) ? [entry[1].runId] : []));
  }

  /** Records that a run has ended. @returns whether this window shows the notification: only one of all windows does */
  async setEnded(connectionId: string, runId: string): Promise<boolean> {
    const id = idOf(connectionId, runId);
    let isMine = false;
    this.#ended.add(id);
    try {
      await this.#kept.update(id, (run) => {
        isMine = run !== undefined && !run.hasEnded;
        return run && { ...run, hasEnded: true };
      });
      return isMine;
    } catch (error) {
      // A second notification is better than none.
      onUnexpectedError(error);
      return true;
    }
  }

  async #add(connectionId: string, runId: string, known: Partial<Started>): Promise<void> {
    const id = idOf(connectionId, runId);
    const added = (run: Started | undefined): Started => ({ connectionId, runId, ...run, ...known });
    // What is put is known at once, also if it can't be written to the disk.
    const put = (): Promise<void> => this.#kept.put(id, added(this.#kept.get(id)));
    if (this.#kept.get(id)) await this.#kept.update(id, added).catch(put);
    else await put();
  }
}

function idOf(connectionId: string, runId: string): string {
  return JSON.stringify([connectionId, runId]);
}
