import type { Disposable } from "../../../base/disposable.ts";
import type { PanelMessage } from "../../panel/page/messages.ts";
import type { RunPanelServices } from "../../panel/vscode/runPanelServices.ts";
import { ShownRun } from "../../panel/vscode/shownRun.ts";
import type { InTurn } from "../page/messages.ts";

/** Where the runs of a conversation are: at its app, or in a file. */
interface RunsPlace {
  connectionId: string;
  /** The URI of an export. */
  file?: string;
}

/** The runs that are shown in their turns, each as its own panel would show it. */
export class TurnRuns implements Disposable, Iterable<ShownRun> {
  readonly #place: RunsPlace;
  readonly #services: RunPanelServices;
  readonly #post: (message: InTurn) => void;
  readonly #shown = new Map<string, ShownRun>();

  constructor(place: RunsPlace, services: RunPanelServices, post: (message: InTurn) => void) {
    this.#place = place;
    this.#services = services;
    this.#post = post;
  }

  [Symbol.iterator](): Iterator<ShownRun> {
    return this.#shown.values();
  }

  /** Takes a message of the page for a run, which is shown from then on. */
  receive(runId: string, message: PanelMessage): void {
    let run = this.#shown.get(runId);
    if (!run) {
      const { connectionId, file } = this.#place;
      const memory = { connectionId, runId, file };
      run = new ShownRun(memory, this.#services, (sent) => this.#post({ ...sent, inTurn: runId }));
      this.#shown.set(runId, run);
    }
    run.receive(message);
  }

  fold(runId: string): void {
    this.#shown.get(runId)?.dispose();
    this.#shown.delete(runId);
  }

  foldAll(): void {
    for (const runId of [...this.#shown.keys()]) this.fold(runId);
  }

  dispose(): void {
    this.foldAll();
  }
}
