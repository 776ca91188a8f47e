import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { lostWords } from "#features/localRuns/core/lostWords.ts";
import { startOf } from "#model/runOrder.ts";
import type { LocalTracing } from "./localTracing.ts";
import { setupCommands, setupHtml, type SetupView } from "./setupHtml.ts";

const panelType = "dynamiqRuns.localRuns";
/** In milliseconds: posts come in bursts, and each drawing begins the page anew. */
const updateInterval = 1_000;

/** The page that shows how a program is traced, what has arrived, and what was lost. */
export class SetupPage implements Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #tracing: LocalTracing;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extensionUri: vscode.Uri, tracing: LocalTracing) {
    this.#extensionUri = extensionUri;
    this.#tracing = tracing;
  }

  show(): void {
    if (this.#panel) this.#panel.reveal();
    else this.#open().catch(onUnexpectedError);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async #open(): Promise<void> {
    const options = { enableCommandUris: setupCommands, localResourceRoots: [this.#extensionUri] };
    const panel = vscode.window.createWebviewPanel(panelType, "Local Runs", vscode.ViewColumn.Active, options);
    const owned = new DisposableStore();
    panel.iconPath = new vscode.ThemeIcon("radio-tower");
    panel.onDidDispose(() => {
      owned.dispose();
      this.#panel = undefined;
    });
    this.#panel = panel;
    const runs = await this.#runsNow();
    const { lost, onDidChange: onDidChangeRuns } = this.#tracing.runs;
    let arrived: SetupView["arrived"];
    const draw = (): void => {
      const url = this.#tracing.address?.url;
      const html = setupHtml({ url, runs, arrived, lost: lostWords(lost.all) }, ...this.#sources(panel.webview));
      if (panel.webview.html !== html) panel.webview.html = html;
      if (panel.visible) lost.see();
    };
    const drawing = owned.add(new SpacedTask(draw, updateInterval));
    for (const onDidChange of [this.#tracing.onDidChange, lost.onDidChange, panel.onDidChangeViewState])
      owned.add(onDidChange(() => drawing.ask()));
    owned.add(
      onDidChangeRuns(({ changed: [run] }) => {
        if (arrived !== undefined || !run) return;
        arrived = this.#runRef(run.id);
        drawing.ask();
      }),
    );
    if (!owned.isDisposed) draw();
  }

  /** Why they can't be read is shown in the *Runs* view. */
  async #runsNow(): Promise<SetupView["runs"]> {
    const runs = await this.#tracing.runs.list().catch(() => []);
    const [newest] = runs.toSorted((a, b) => startOf(b) - startOf(a));
    return { count: runs.length, newest: newest && this.#runRef(newest.id) };
  }

  #runRef(runId: string): { connectionId: string; runId: string } {
    return { connectionId: this.#tracing.connection.id, runId };
  }

  #sources(webview: vscode.Webview): [sheets: string[], cspSource: string] {
    const sheets = ["panel", "localRuns.page"].map((name) =>
      String(webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, "dist", `${name}.css`))),
    );
    return [sheets, webview.cspSource];
  }
}
