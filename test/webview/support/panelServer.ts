import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { panelHtml } from "../../../src/views/runPanel/panelHtml.ts";

export type Theme = "light" | "dark" | "hc";

/** Serves the panel as it is shipped, under the policy that the extension sets, with VS Code's variables of a theme. */
export interface PanelServer {
  url(theme: Theme): string;
  /** The same page within a frame, in a container that can scroll, as VS Code's own does by a few pixels. */
  framedUrl(theme: Theme): string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bodyClass: Record<Theme, string> = { light: "vscode-light", dark: "vscode-dark", hc: "vscode-high-contrast" };

export async function startPanelServer(): Promise<PanelServer> {
  const bundle = await build({
    entryPoints: { panel: `${root}src/webview/main.tsx`, markdown: `${root}src/webview/markdown/markdownParts.ts` },
    outdir: "/",
    plugins: [
      {
        name: "lazy-bundle",
        setup: (bundling) =>
          bundling.onResolve({ filter: /\/markdownParts\.ts$/ }, ({ kind }) =>
            kind === "dynamic-import" ? { path: "./markdown.js", external: true } : undefined,
          ),
      },
    ],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "chrome138",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const files: Record<string, () => Promise<string | Buffer>> = {
    ...Object.fromEntries(bundle.outputFiles.map(({ path, text }) => [path, async () => text])),
    "/panel.css": () => readFile(`${root}media/panel.css`),
    "/panelViews.css": () => readFile(`${root}media/panelViews.css`),
    "/panelMenu.css": () => readFile(`${root}media/panelMenu.css`),
    "/panelStory.css": () => readFile(`${root}media/panelStory.css`),
    "/panelSpeakers.css": () => readFile(`${root}media/panelSpeakers.css`),
    "/panelTimeline.css": () => readFile(`${root}media/panelTimeline.css`),
    "/panelData.css": () => readFile(`${root}media/panelData.css`),
    "/panelRequests.css": () => readFile(`${root}media/panelRequests.css`),
    "/codicons/codicon.css": () => readFile(`${root}dist/codicons/codicon.css`),
    "/codicons/codicon.ttf": () => readFile(`${root}dist/codicons/codicon.ttf`),
    ...Object.fromEntries(
      (["light", "dark", "hc"] as const).flatMap((theme) => [
        [`/${theme}.css`, () => readFile(`${root}test/webview/themes/${theme}.css`)],
        [`/${theme}.html`, async () => page(theme)],
        [`/framed-${theme}.html`, async () => framed(theme)],
      ]),
    ),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const read = Object.hasOwn(files, path) ? files[path] : undefined;
    if (!read) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.slice(path.lastIndexOf("."))] ?? "application/octet-stream";
    read().then(
      (body) => response.writeHead(200, { "content-type": type }).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: (theme) => `${origin}/${theme}.html`,
    framedUrl: (theme) => `${origin}/framed-${theme}.html`,
    close: () => close(server),
  };
}

const types: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".ttf": "font/ttf",
};

/** The extension's own page, in a theme. */
function page(theme: Theme): string {
  const uri = (_folder: string, ...path: string[]): string => path.join("/");
  return panelHtml({ cspSource: "'self'", uri })
    .replace('<link rel="stylesheet"', `<link rel="stylesheet" href="${theme}.css">\n$&`)
    .replace("<body>", `<body class="${bodyClass[theme]}">`);
}

/** A frame stands on a line of text: what hangs below that line makes the container and the page a few pixels too high. */
function framed(theme: Theme): string {
  const container = "height: 100vh; overflow: hidden";
  const frame = "width: 100%; height: 100%; border: 0";
  return `<!doctype html>
<html lang="en">
<title>Editor</title>
<link rel="icon" href="data:,">
<body style="margin: 0">
<div style="${container}"><iframe title="Panel" name="panel" style="${frame}" src="${theme}.html"></iframe></div>
</body>
</html>`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
