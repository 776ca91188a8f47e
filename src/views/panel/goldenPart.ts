import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import type { GoldenView } from "../../protocol/goldenViews.ts";
import type { RunWatch } from "../../runs/live/runWatcher.ts";
import type { RunPlace } from "../documents/runDocuments.ts";
import type { GoldenRuns } from "../golden/goldenRuns.ts";

interface GoldenPartOptions {
  service: Pick<GoldenRuns, "view" | "onDidChange">;
  place: RunPlace;
  watch: RunWatch;
  onChange: () => void;
}

/** What a panel shows of the golden test that its run belongs to. It is known when run and test have ended. */
export class GoldenPart implements Disposable {
  readonly #options: GoldenPartOptions;
  readonly #owned = new DisposableStore();
  #view: GoldenView | undefined;
  /** Of several reads the last one counts. */
  #reads = 0;

  constructor(options: GoldenPartOptions) {
    this.#options = options;
    this.#owned.add(options.service.onDidChange(() => void this.#read()));
    options.watch.onDidChange(({ kind }) => {
      if (kind === "state") void this.#read();
    });
    void this.#read();
  }

  get view(): GoldenView | undefined {
    return this.#view;
  }

  dispose(): void {
    this.#reads = Infinity;
    this.#owned.dispose();
  }

  async #read(): Promise<void> {
    const { service, place, watch, onChange } = this.#options;
    const read = ++this.#reads;
    const view = await service.view(place, watch);
    if (read !== this.#reads || (view === undefined && this.#view === undefined)) return;
    this.#view = view;
    onChange();
  }
}
