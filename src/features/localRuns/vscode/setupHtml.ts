import { escapeHtml } from "#base/text/escapeHtml.ts";
import type { Help, LostWords } from "#features/localRuns/core/lostWords.ts";
import { addressVariable, keyVariable, type TracingMode, tracingCode } from "#features/localRuns/core/tracingCode.ts";
import { commandIds } from "#host/commandIds.ts";
import { countOf } from "#model/counts.ts";

interface RunRef {
  connectionId: string;
  runId: string;
}

/** What the page shows. The key itself isn't in it. */
export interface SetupView {
  /** The collector's address; `undefined` while tracing is off. */
  url: string | undefined;
  /** How many runs there were when the page was opened, and the newest of them. */
  runs: { count: number; newest: RunRef | undefined };
  /** The first run that came while the page was open. */
  arrived: RunRef | undefined;
  /** What isn't among the runs. */
  lost: readonly LostWords[];
}

/** The commands that the page's links may call. */
export const setupCommands = [
  commandIds.copyTracingCode,
  commandIds.copyTracingVariables,
  commandIds.clearLocalRuns,
  commandIds.traceLocalRuns,
  commandIds.openRun,
];

/** The page that shows how a program is traced: no script, only links to commands. */
export function setupHtml(view: SetupView, sheets: readonly string[], cspSource: string): string {
  const { url, lost } = view;
  const policy = `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${sheets.map((sheet) => `<link rel="stylesheet" href="${escapeHtml(sheet)}">`).join("\n")}
<title>Local Runs</title>
</head>
<body>
<main class="setup">
<div>
<h1>See the runs of your own programs</h1>
<p class="sub">The SDK sends a trace when a run ends. VS Code receives it, and the trace stays on this machine.</p>
</div>
${lost.length === 0 ? "" : lostSection(lost)}
<section aria-labelledby="code">
<h2 id="code">1. Pass the tracing handler to your run</h2>
${block("end", "Copy Tracing Code")}
<details>
<summary>Live, during the run</summary>
<p class="sub">This handler sends a trace after each step, so the run is in the view before it ends.</p>
${block("live", "Copy Live Tracing Code")}
</details>
</section>
<section aria-labelledby="terminal">
<h2 id="terminal">2. Run your program in an integrated terminal</h2>
${url === undefined ? tracingIsOff : variables(url)}
</section>
<p class="await" role="status">${runsLine(view)}</p>
</main>
</body>
</html>`;
}

const lostSection = (lost: readonly LostWords[]): string => `<section class="lost" aria-labelledby="lost">
<h2 id="lost">Traces that aren't in the list</h2>
<ul>
${lost.map(lostLine).join("\n")}
</ul>
</section>`;

function lostLine({ what, why, help }: LostWords): string {
  const way = help === undefined ? "" : ` ${helpLinks[help]}`;
  return `<li><b>${escapeHtml(what)}</b> ${escapeHtml(why)}${way}</li>`;
}

const helpLinks: Readonly<Record<Help, string>> = {
  variables: link("Copy Tracing Variables", commandIds.copyTracingVariables),
  code: link("Copy Tracing Code", commandIds.copyTracingCode, "end"),
  clear: link("Clear Local Runs…", commandIds.clearLocalRuns),
};

const block = (mode: TracingMode, copy: string): string => `<div class="block">
<header>Python<span class="end">${button(copy, commandIds.copyTracingCode, mode)}</span></header>
<pre tabindex="0" aria-label="Python code">${escapeHtml(tracingCode[mode])}</pre>
</div>`;

const variables = (
  url: string,
): string => `<p class="sub">New integrated terminals have both variables. Relaunch a terminal
that was already open. Your code has to read the variables: the SDK doesn't.</p>
<dl class="vars">
<dt>${addressVariable}</dt><dd>${escapeHtml(url)}</dd>
<dd>${link("Copy", commandIds.copyTracingVariables, addressVariable, `Copy ${addressVariable}`)}</dd>
<dt>${keyVariable}</dt><dd aria-label="hidden">••••••••••••</dd>
<dd>${link("Copy", commandIds.copyTracingVariables, keyVariable, `Copy ${keyVariable}`)}</dd>
</dl>`;

const tracingIsOff = `<p class="sub">Tracing of local runs is off.</p>
<p>${button("Trace Local Runs", commandIds.traceLocalRuns)}</p>`;

/** The line about runs. It stays as it is while a person reads, but for the first run that comes. */
function runsLine({ runs, arrived, url }: SetupView): string {
  if (arrived) return `A run has arrived. ${link("Open Run", commandIds.openRun, arrived)}`;
  if (runs.newest)
    return `${countOf(runs.count, "run is", "runs are")} in the list. ${link("Open Newest Run", commandIds.openRun, runs.newest)}`;
  return url === undefined ? "No run has arrived yet." : "Waiting for the first run…";
}

function button(label: string, command: string, argument?: unknown): string {
  return `<a class="btn second" role="button" href="${address(command, argument)}">${label}</a>`;
}

function link(label: string, command: string, argument?: unknown, name = label): string {
  return `<a href="${address(command, argument)}" aria-label="${name}">${label}</a>`;
}

function address(command: string, argument: unknown): string {
  const query = argument === undefined ? "" : `?${encodeURIComponent(JSON.stringify([argument]))}`;
  return escapeHtml(`command:${command}${query}`);
}
