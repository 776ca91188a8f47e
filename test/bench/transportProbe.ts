import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { eventRow } from "../../src/views/model/eventRow.ts";
import { longRun } from "./longRun.ts";

const size = 256;
const page = `<!doctype html><script>
const code = acquireVsCodeApi();
let rows = 0;
addEventListener("message", ({ data }) => { rows += data.rows.length; code.postMessage(rows); });
code.postMessage(0);
</script>`;

/**
 * An extension beside ours: sends 100,000 rows of events to a page that only counts them, in batches of 256 and with
 * nothing held back. The file that is named by `DYNAMIQ_RUNS_TRANSPORT` gets the milliseconds until the last one is counted.
 */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env["DYNAMIQ_RUNS_TRANSPORT"];
  if (!file) throw new Error("DYNAMIQ_RUNS_TRANSPORT must name the file for the figure.");
  const rows = longRun(100_000).map(eventRow);
  const run = (): void => {
    const panel = vscode.window.createWebviewPanel("transport", "Transport", vscode.ViewColumn.One, { enableScripts: true });
    let start = 0;
    const send = (): void => {
      start = performance.now();
      for (let from = 0; from < rows.length; from += size) void panel.webview.postMessage({ rows: rows.slice(from, from + size) });
    };
    panel.webview.onDidReceiveMessage((count: number) => {
      // Until who drives the workbench has let go of it.
      if (count === 0) setTimeout(send, 1_000);
      if (count < rows.length) return;
      writeFileSync(file, String(performance.now() - start));
      panel.dispose();
    });
    panel.webview.html = page;
  };
  context.subscriptions.push(vscode.commands.registerCommand("transportProbe.run", run));
}
