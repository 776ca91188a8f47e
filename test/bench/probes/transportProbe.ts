import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { EventRow } from "../../../src/protocol/eventViews.ts";
import { eventRow } from "../../../src/views/panel/events/eventRow.ts";
import { longRun } from "../support/longRun.ts";

const size = 256;
/**
 * For messages at the pace of a run's events: rows a second, milliseconds between two messages, and how many the page
 * hasn't drawn at most where they are held back.
 */
const pace = { rate: 9_000, rows: 54_000, step: 3, inFlight: 8 };

const count = `<!doctype html><script>
const code = acquireVsCodeApi();
let rows = 0;
addEventListener("message", ({ data }) => { rows += data.rows.length; code.postMessage(rows); });
code.postMessage(0);
</script>`;

/** Draws how many have come, and tells how old each row was when its frame was on the screen. */
const draw = `<!doctype html><body><script>
const code = acquireVsCodeApi();
const { port1, port2 } = new MessageChannel();
let rows = 0, waiting = [], drawn = [];
const ages = [];
port1.onmessage = () => {
  const now = performance.timeOrigin + performance.now();
  for (const { at, count } of drawn) for (let row = 0; row < count; row++) ages.push(now - at - row / ${pace.rate / 1_000});
  const count = drawn.splice(0).length;
  if (rows >= ${pace.rows}) code.postMessage(ages);
  else if (count > 0) code.postMessage(count);
};
addEventListener("message", ({ data }) => {
  rows += data.rows.length;
  if (waiting.push({ at: data.at, count: data.rows.length }) === 1) requestAnimationFrame(() => {
    document.body.textContent = rows;
    drawn.push(...waiting.splice(0));
    port2.postMessage(undefined);
  });
});
code.postMessage(0);
</script>`;

/** What is known of bare messages. */
export interface BareTransport {
  /** In milliseconds. */
  figure: number;
  /** The processor's time of the extension host until then, in milliseconds; 0 when nothing was held back. */
  work: number;
  /** The id of the extension host. */
  process: number;
}

/**
 * An extension beside ours: brings rows of events to a page that does next to nothing with them. `run` sends 100,000 in
 * batches of 256 with nothing held back, and tells the milliseconds until the last one is counted; `runPaced` sends
 * 9,000 a second, and tells the 95th percentile of how old they are on the screen; `runHeld` does the same, and waits
 * while the page hasn't drawn some messages, as the panel does. The file that is named by `DYNAMIQ_RUNS_TRANSPORT` gets
 * what was told.
 */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env["DYNAMIQ_RUNS_TRANSPORT"];
  if (!file) throw new Error("DYNAMIQ_RUNS_TRANSPORT must name the file for the figure.");
  const rows = longRun(100_000).map(eventRow);
  const tell = (figure: number, work = 0): void =>
    writeFileSync(file, JSON.stringify({ figure, work, process: process.pid } satisfies BareTransport));
  context.subscriptions.push(
    vscode.commands.registerCommand("transportProbe.run", () => atOnce(rows, tell)),
    vscode.commands.registerCommand("transportProbe.runPaced", () => paced(rows, Infinity, tell)),
    vscode.commands.registerCommand("transportProbe.runHeld", () => paced(rows, pace.inFlight, tell)),
  );
}

function atOnce(rows: readonly EventRow[], tell: (figure: number) => void): void {
  let start = 0;
  const panel = open(
    count,
    (counted: number) => {
      if (counted < rows.length) return;
      tell(performance.now() - start);
      panel.dispose();
    },
    () => {
      start = performance.now();
      for (let from = 0; from < rows.length; from += size)
        void panel.webview.postMessage({ rows: rows.slice(from, from + size) });
    },
  );
}

/** @param inFlight how many messages the page hasn't drawn at most */
function paced(rows: readonly EventRow[], inFlight: number, tell: (figure: number, work: number) => void): void {
  let before = process.cpuUsage();
  let held = 0;
  const panel = open(
    draw,
    (drawn: number | number[]) => {
      if (typeof drawn === "number") {
        held -= drawn;
        return;
      }
      const { user, system } = process.cpuUsage(before);
      tell(drawn.toSorted((a, b) => a - b)[Math.floor(drawn.length * 0.95)] ?? Number.NaN, (user + system) / 1_000);
      panel.dispose();
    },
    async () => {
      const start = performance.now();
      before = process.cpuUsage();
      for (let sent = 0; sent < pace.rows; await delay(pace.step)) {
        const due = Math.min(pace.rows, Math.floor(((performance.now() - start) / 1_000) * pace.rate));
        if (due === sent || held >= inFlight) continue;
        held++;
        const at = performance.timeOrigin + start + (sent / pace.rate) * 1_000;
        void panel.webview.postMessage({ rows: rows.slice(sent, due), at });
        sent = due;
      }
    },
  );
}

/**
 * @param onReady called a second after the page has reported that it is ready, so that the driver has disconnected from
 * it
 */
function open(page: string, onTold: (told: never) => void, onReady: () => unknown): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel("transport", "Transport", vscode.ViewColumn.One, {
    enableScripts: true,
  });
  panel.webview.onDidReceiveMessage((told: unknown) =>
    told === 0 ? void setTimeout(onReady, 1_000) : onTold(told as never),
  );
  panel.webview.html = page;
  return panel;
}
