import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { tracingPanelType } from "../../../host/ids.ts";
import type { LocalTracing } from "./localTracing.ts";
import { setupCommands, setupHtml, type SetupView } from "./setupHtml.ts";

/** The page that shows how a program is traced, beside the view that waits for its first run. */
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
    else this.#open();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const options = { enableCommandUris: setupCommands, localResourceRoots: [this.#extensionUri] };
    const panel = vscode.window.createWebviewPanel(tracingPanelType, "Local Runs", vscode.ViewColumn.Active, options);
    const owned = new DisposableStore();
    let firstRun: SetupView["firstRun"];
    const draw = (): void => {
      const sheets = ["panel", "localRuns"].map((name) =>
        String(panel.webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, "dist", `${name}.css`))),
      );
      panel.webview.html = setupHtml({ url: this.#tracing.place?.url, firstRun }, sheets, panel.webview.cspSource);
    };
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, "media", "run.svg");
    owned.add(this.#tracing.onDidChange(draw));
    owned.add(
      this.#tracing.runs.onDidChange(({ changed: [run] }) => {
        if (firstRun !== undefined || !run) return;
        firstRun = { connectionId: this.#tracing.connection.id, runId: run.id };
        draw();
      }),
    );
    panel.onDidDispose(() => {
      owned.dispose();
      this.#panel = undefined;
    });
    this.#panel = panel;
    draw();
  }
}
