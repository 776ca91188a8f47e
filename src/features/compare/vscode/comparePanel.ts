import { SpacedTask } from "#base/spacedTask.ts";
import type { Side } from "#features/compare/page/compareViews.ts";
import type { ComparedRuns, CompareHostMessage, ComparePageMessage } from "#features/compare/page/messages.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { App } from "#workbench/app.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";
import { ComparePresenter } from "./comparePresenter.ts";
import type { ComparedSide } from "./compareView.ts";

type Context = Pick<App, "connections" | "panels" | "sessions">;

/** The pause between two updates of what stands around the rows of runs that go on, in milliseconds. */
const updatePause = 250;

/** One webview that compares two runs as they are, and says when they have gone on. */
export class ComparePanel extends PagePanel<ComparedRuns, ComparePageMessage, CompareHostMessage> {
  readonly #app: Context;
  #watches: Readonly<Record<Side, RunWatch>>;
  #presenter: ComparePresenter;
  readonly #update = this.owned.add(new SpacedTask(() => this.#draw(false), updatePause));

  constructor(shown: PageWebview<ComparedRuns, ComparePageMessage>, app: Context) {
    super(shown);
    this.#app = app;
    this.#watches = this.#watch();
    this.#presenter = this.#present();
  }

  override get connectionIds(): string[] {
    return [this.memory.a.connectionId, this.memory.b.connectionId];
  }

  /** Shows the same runs as they are given now: the other way round, or with other names. */
  show(runs: ComparedRuns): void {
    const { a, b } = this.memory;
    if (JSON.stringify(runs) !== JSON.stringify(this.memory))
      this.#turn(runs, isSameRun(runs.a, a) && isSameRun(runs.b, b));
  }

  override connect(): void {
    this.#release();
    this.#watches = this.#watch();
    this.#presenter = this.#present();
    this.#draw(true);
  }

  override updateConnection(): void {
    this.#draw(false);
  }

  override dispose(): void {
    this.#release();
    super.dispose();
  }

  #watch(): Record<Side, RunWatch> {
    const { services } = this.#app.panels;
    const watches = { a: services.watch(this.memory.a), b: services.watch(this.memory.b) };
    for (const watch of Object.values(watches)) {
      watch.onDidChange(() => {
        this.title = this.#presenter.tabTitle;
        this.#update.ask();
      });
    }
    return watches;
  }

  #present(): ComparePresenter {
    const side = (of: Side): ComparedSide => {
      const run = this.memory[of];
      return { run, watch: this.#watches[of], connection: () => this.#app.panels.services.connection(run) };
    };
    const presenter = new ComparePresenter({ a: side("a"), b: side("b") });
    this.title = presenter.tabTitle;
    return presenter;
  }

  /** The watches stay: nothing is read again. @param sameOrder A is still A */
  #turn(runs: ComparedRuns, sameOrder: boolean): void {
    const { a, b } = this.#watches;
    this.remember(runs);
    if (!sameOrder) this.#watches = { a: b, b: a };
    this.#presenter = this.#present();
    this.#draw(true);
  }

  #release(): void {
    this.#watches.a.dispose();
    this.#watches.b.dispose();
  }

  /** @param whole nothing of what was drawn can be kept */
  #draw(whole: boolean): void {
    if (!this.isReady) return;
    this.#post(whole ? this.#presenter.whole() : this.#presenter.update());
  }

  #post(messages: ReturnType<ComparePresenter["whole"]>): void {
    for (const message of messages) this.post(message);
  }

  protected override receive(message: ComparePageMessage): void {
    const runs = this.memory;
    const { panels } = this.#app;
    switch (message.type) {
      case "ready":
        this.#draw(true);
        return;
      case "loadBodies": {
        const bodies = this.#presenter.bodies(message.version, message.rows);
        if (bodies) this.post(bodies);
        return;
      }
      case "openStep":
        panels.open(runs[message.side], { sequence: this.#presenter.sequenceOf(message.side, message.row) });
        return;
      case "openRun":
        panels.open(runs[message.side]);
        return;
      case "swap":
        this.#turn({ a: runs.b, b: runs.a }, false);
        return;
      case "refresh":
        this.#post(this.#presenter.refresh());
        return;
      case "copy":
        panels.services.act({ type: "copy", text: message.text }, { connectionId: "", runId: "" });
        return;
      case "retry":
        this.#watches[message.side].retry();
        return;
      case "action":
        if (message.action === "retry") this.#watches[message.side].retry();
        else panels.services.act({ type: "action", action: message.action }, runs[message.side]);
    }
  }
}

function isSameRun(one: RunRef, other: RunRef): boolean {
  return one.runId === other.runId && one.connectionId === other.connectionId && one.file === other.file;
}
