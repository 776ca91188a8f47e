import type * as vscode from "vscode";
import * as z from "zod";
import { readAs } from "../../../base/stored.ts";
import type { RunWatch } from "../../../runs/live/runWatcher.ts";
import { actionSchema } from "../../panel/page/parsePanelMessage.ts";
import type { PanelAction } from "../../panel/page/viewModels.ts";
import { PagePanel } from "../../panel/vscode/pagePanel.ts";
import type { RunPlace } from "../../panel/vscode/panelSlots.ts";
import type { ComparedRuns, CompareHostMessage, ComparePanelMessage } from "../page/compareMessages.ts";
import type { Side } from "../page/compareViews.ts";
import { packCompareMessage } from "../page/compareWire.ts";
import type { ComparedConnection, ComparedSide } from "./comparedSide.ts";
import { ComparePresenter } from "./comparePresenter.ts";

/** What the panel of a comparison asks others for. */
export interface CompareServices {
  watch(run: RunPlace): RunWatch;
  connection(run: RunPlace): ComparedConnection;
  /** Opens a run's own panel, at a step where there is one. */
  openRun(run: RunPlace, sequence?: number): void;
  copy(text: string): void;
  act(action: PanelAction, run: RunPlace): void;
}

/** Between two updates of what stands around the rows of runs that go on, in milliseconds. */
const updatePause = 250;

const sideSchema = z.enum(["a", "b"]);
const rowSchema = z.int().nonnegative();
/** The rows in view, and a few around them. */
const mostRows = 500;

const messageSchema: z.ZodType<ComparePanelMessage> = z.discriminatedUnion("type", [
  z.object({ type: z.literal(["ready", "swap", "refresh"]) }),
  z.object({ type: z.literal("loadBodies"), version: z.int(), rows: z.array(rowSchema).max(mostRows) }),
  z.object({ type: z.literal("openStep"), side: sideSchema, row: rowSchema }),
  z.object({ type: z.literal(["openRun", "retry"]), side: sideSchema }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  z.object({ type: z.literal("action"), action: actionSchema, side: sideSchema }),
]);

/** One webview that compares two runs as they are, and says when they have gone on. */
export class ComparePanel extends PagePanel<ComparePanelMessage, CompareHostMessage> {
  readonly #services: CompareServices;
  #runs: ComparedRuns;
  #watches: Readonly<Record<Side, RunWatch>>;
  #presenter: ComparePresenter;
  #timer: NodeJS.Timeout | undefined;
  /** A step that is to be shown as soon as the rows are there. */

  constructor(panel: vscode.WebviewPanel, html: string, runs: ComparedRuns, services: CompareServices) {
    super(panel, html, { read: (message) => readAs(messageSchema, message), pack: packCompareMessage });
    this.#services = services;
    this.#runs = runs;
    this.#watches = this.#watch();
    this.#presenter = this.#present();
  }

  get runs(): ComparedRuns {
    return this.#runs;
  }

  /** Shows the same runs as they are given now: the other way round, or with other names. */
  show(runs: ComparedRuns): void {
    const { a, b } = this.#runs;
    if (JSON.stringify(runs) !== JSON.stringify(this.#runs))
      this.#turn(runs, isSamePlace(runs.a, a) && isSamePlace(runs.b, b));
  }

  /** Watches the runs, again after a connection's address has changed. */
  connect(): void {
    this.#release();
    this.#watches = this.#watch();
    this.#presenter = this.#present();
    this.#draw(true);
  }

  updateConnection(): void {
    this.#draw(false);
  }

  override dispose(): void {
    this.#release();
    super.dispose();
  }

  protected override viewChanged(): void {
    if (!this.isVisible) this.#stopTimer();
  }

  #watch(): Record<Side, RunWatch> {
    const watches = { a: this.#services.watch(this.#runs.a), b: this.#services.watch(this.#runs.b) };
    for (const watch of Object.values(watches)) {
      watch.onDidChange(() => {
        this.title = this.#presenter.tabTitle;
        this.#drawLater();
      });
    }
    return watches;
  }

  #present(): ComparePresenter {
    const side = (of: Side): ComparedSide => {
      const run = this.#runs[of];
      return { run, watch: this.#watches[of], connection: () => this.#services.connection(run) };
    };
    const presenter = new ComparePresenter({ a: side("a"), b: side("b") });
    this.title = presenter.tabTitle;
    return presenter;
  }

  /** The watches stay: nothing is read again. @param sameOrder A is still A */
  #turn(runs: ComparedRuns, sameOrder: boolean): void {
    const { a, b } = this.#watches;
    this.#runs = runs;
    if (!sameOrder) this.#watches = { a: b, b: a };
    this.#presenter = this.#present();
    this.#remember();
    this.#draw(true);
  }

  #release(): void {
    this.#stopTimer();
    this.#watches.a.dispose();
    this.#watches.b.dispose();
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #remember(): void {
    this.post({ type: "remember", memory: this.#runs });
  }

  #drawLater(): void {
    if (!this.isReady) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw(false);
    }, updatePause);
  }

  /** @param whole nothing of what was drawn can be kept */
  #draw(whole: boolean): void {
    if (!this.isReady) return;
    this.#post(whole ? this.#presenter.whole() : this.#presenter.update());
  }

  #post(messages: readonly CompareHostMessage[]): void {
    for (const message of messages) this.post(message);
  }

  protected override receive(message: ComparePanelMessage): void {
    const runs = this.#runs;
    switch (message.type) {
      case "ready":
        this.#remember();
        this.#draw(true);
        return;
      case "loadBodies": {
        const bodies = this.#presenter.bodies(message.version, message.rows);
        if (bodies) this.post(bodies);
        return;
      }
      case "openStep":
        this.#services.openRun(runs[message.side], this.#presenter.sequenceOf(message.side, message.row));
        return;
      case "openRun":
        this.#services.openRun(runs[message.side]);
        return;
      case "swap":
        this.#turn({ a: runs.b, b: runs.a }, false);
        return;
      case "refresh":
        this.#post(this.#presenter.refresh());
        return;
      case "copy":
        this.#services.copy(message.text);
        return;
      case "retry":
        this.#retry(message.side);
        return;
      case "action":
        if (message.action === "retry") this.#retry(message.side);
        else this.#services.act(message.action, runs[message.side]);
    }
  }

  #retry(side: Side): void {
    this.#watches[side].retry();
  }
}

function isSamePlace(one: RunPlace, other: RunPlace): boolean {
  return one.runId === other.runId && one.connectionId === other.connectionId && one.file === other.file;
}
