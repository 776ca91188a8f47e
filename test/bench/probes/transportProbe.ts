import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { eventRow } from "../../../src/features/panel/vscode/events/eventRow.ts";
import { longRun } from "../support/longRun.ts";

const size = 256;

const count = `<!doctype html><script>
const code = acquireVsCodeApi();
let rows = 0;
addEventListener("message", ({ data }) => { rows += data.rows.length; code.postMessage(rows); });
code.postMessage(0);
</script>`;

/**
 * An extension beside ours: sends 100,000 rows of events in batches of 256 to a page that only counts them. The file that
 * is named by `DYNAMIQ_RUNS_TRANSPORT` gets the milliseconds until the last one is counted.
 */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env["DYNAMIQ_RUNS_TRANSPORT"];
  if (!file) throw new Error("DYNAMIQ_RUNS_TRANSPORT must name the file for the figure.");
  const rows = longRun(100_000).map(eventRow);
  context.subscriptions.push(
    vscode.commands.registerCommand("transportProbe.run", () => {
      const { One } = vscode.ViewColumn;
      const panel = vscode.window.createWebviewPanel("transport", "Transport", One, { enableScripts: true });
      let start = 0;
      panel.webview.onDidReceiveMessage((counted: number) => {
        if (counted === rows.length) {
          writeFileSync(file, String(performance.now() - start));
          panel.dispose();
        }
        if (counted > 0) return;
        start = performance.now();
        for (let from = 0; from < rows.length; from += size)
          void panel.webview.postMessage({ rows: rows.slice(from, from + size) });
      });
      panel.webview.html = count;
    }),
  );
}
