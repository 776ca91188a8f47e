import { asApiError } from "#api/asApiError.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { type EventLog, EventsAndStory } from "#runs/live/eventLog.ts";
import { inOrder } from "#runs/live/storedEvents.ts";
import type { RunOrigin, RunWatch, WatchChange, WatchState } from "#runs/live/watchTypes.ts";
import type { RunStory } from "#runs/story/runStory.ts";
import type { ExportedRun, ExportHead } from "./exportFile.ts";

export type LoadExportedRun = () => Promise<{ head: ExportHead; exported: ExportedRun }>;

/** A run from a file: complete from the beginning, and without updates. */
export class ExportedWatch extends Owner implements RunWatch {
  readonly runId: string;
  // The file was read completely, so it has all events. Only the bytes of their files are read again.
  readonly #held = new EventsAndStory({ limit: Infinity, weight: Infinity });
  readonly log: EventLog = this.#held.log;
  readonly #load: LoadExportedRun;
  readonly #changes = this.owned.add(new Emitter<WatchChange>());
  run: Run | undefined;
  state: WatchState = { kind: "connecting" };
  origin: RunOrigin = {};
  readonly onDidChange = this.#changes.event;

  constructor(runId: string, load: LoadExportedRun) {
    super();
    this.runId = runId;
    this.#load = load;
    void this.#read();
  }

  get runStory(): RunStory {
    return this.#held.runStory;
  }

  async whole(sequence: number): Promise<RunEvent | undefined> {
    const { exported } = await this.#load();
    return inOrder(exported.events).find((event) => event.sequence === sequence);
  }

  retry(): void {
    if (this.state.kind !== "failed") return;
    this.#become({ kind: "connecting" });
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      const { head, exported } = await this.#load();
      this.#held.takeRun(exported.run);
      const change = this.#held.add(exported.events.toSorted((a, b) => a.sequence - b.sequence));
      this.run = exported.run;
      this.origin = { appName: head.app.name, exportedAt: head.exportedAt };
      this.state = { kind: "ended" };
      if (change) this.#changes.fire(change);
      this.#changes.fire({ kind: "run", run: exported.run });
      this.#changes.fire({ kind: "state", state: this.state });
    } catch (error) {
      this.#become({ kind: "failed", error: asApiError(error) });
    }
  }

  #become(state: WatchState): void {
    this.state = state;
    this.#changes.fire({ kind: "state", state });
  }
}
