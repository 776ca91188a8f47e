import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { batchPage } from "#features/batches/vscode/batchPanel.ts";
import { comparePage } from "#features/compare/vscode/comparePage.ts";
import { conversationPage } from "#features/conversations/vscode/conversationPage.ts";
import { insightsPage } from "#features/insights/vscode/insightsPage.ts";
import { queuePage } from "#features/waitingQueue/vscode/queuePage.ts";
import { type PageDescription, pageHtml } from "#host/pages/definePage.ts";
import { startHtml } from "#workbench/panel/vscode/knownHeader.ts";
import { runPage } from "#workbench/panel/vscode/runPage.ts";
import { header } from "./sampleRun.ts";

export type Theme = "light" | "dark" | "hc";

const pages = {
  run: runPage,
  compare: comparePage,
  batch: batchPage,
  insights: insightsPage,
  conversation: conversationPage,
  queue: queuePage,
};
/**
 * One of the extension's pages, a run's that begins with what the list knows (`knownRun`), or one within a frame in a
 * container that can scroll by a few pixels, as VS Code's.
 */
export type PageKind = keyof typeof pages | "known" | "framed";

export const knownRun = header({
  status: "completed",
  statusWord: "Completed",
  title: `<img src="x"> & "quotes"`,
  endedAt: "2026-06-10T09:15:30Z",
  canCancel: false,
  sentence: [{ text: "order", code: true }, { text: " <b>in good order</b>" }],
});

/** Serves the panel as it is shipped, under the policy that the extension sets, with VS Code's variables of a theme. */
export interface PanelServer {
  url(theme: Theme, kind?: PageKind): string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const bodyClass: Record<Theme, string> = {
  light: "vscode-light",
  dark: "vscode-dark",
  hc: "vscode-high-contrast",
};

/** The style sheet with a theme's variables, which the page links first. */
export const themeSheet = (theme: Theme): string => `${theme}.css`;

export async function startPanelServer(): Promise<PanelServer> {
  const files = new Map<string, string | Uint8Array>();
  for (const name of await readdir(`${root}dist`))
    if (name.endsWith(".js")) files.set(`/${name}`, await readFile(`${root}dist/${name}`));
  for (const theme of Object.keys(bodyClass) as Theme[]) {
    files.set(`/${themeSheet(theme)}`, await readFile(`${root}test/webview/themes/${themeSheet(theme)}`));
    for (const [kind, each] of Object.entries(pages)) files.set(`/${kind}-${theme}.html`, page(theme, each));
    files.set(`/known-${theme}.html`, page(theme, runPage, startHtml(knownRun)));
    files.set(`/framed-${theme}.html`, framed(theme));
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const body = files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.slice(path.lastIndexOf("."))] ?? "application/octet-stream";
    // Nothing changes while the server runs. From its cache, Chromium also takes the code that it compiled before.
    response.writeHead(200, { "content-type": type, "cache-control": "max-age=3600" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return { url: (theme, kind = "run") => `${origin}/${kind}-${theme}.html`, close: () => close(server) };
}

const types: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** One of the extension's own pages, in a theme. */
function page(theme: Theme, files: PageDescription, start?: string): string {
  const uri = (_folder: string, ...path: string[]): string => `/${path.join("/")}`;
  const read = (...path: string[]): string => readFileSync(`${root}${path.join("/")}`, "utf8");
  return pageHtml({ uri, read }, files, start)
    .replace(/<style (nonce="\S+")>/, `<link rel="stylesheet" $1 href="${themeSheet(theme)}">\n$&`)
    .replace("<body>", `<body class="${bodyClass[theme]}">`);
}

/**
 * A frame stands on a line of text: what hangs below that line makes the container and the page a few pixels too high.
 */
function framed(theme: Theme): string {
  const container = "height: 100vh; overflow: hidden";
  const frame = "width: 100%; height: 100%; border: 0";
  return `<!doctype html>
<html lang="en">
<title>Editor</title>
<link rel="icon" href="data:,">
<body style="margin: 0">
<div style="${container}"><iframe title="Panel" name="panel" style="${frame}" src="run-${theme}.html"></iframe></div>
</body>
</html>`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
