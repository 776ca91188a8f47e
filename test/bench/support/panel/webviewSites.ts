import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { basename, extname, join } from "node:path";
import { ensureServer } from "../../../harness/vscode/installServer.ts";
import { selfSigned } from "../../../support/network/certificates.ts";

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/**
 * What VS Code puts around a webview, at the address that its product names for it: `https://….vscode-cdn.net`.
 * Chromium gives such a site a process of its own, and so desktop VS Code (`vscode-webview:`) and vscode.dev have
 * panels that share neither thread nor heap with the workbench. The server that we test with serves it from the
 * workbench's origin by itself, where they do.
 */
export class WebviewSites {
  /** What Chromium must be told to find them here. */
  readonly args: readonly string[];
  readonly #server: Server;

  private constructor(server: Server, args: readonly string[]) {
    this.#server = server;
    this.args = args;
  }

  static async serve(): Promise<WebviewSites> {
    const folder = join(await ensureServer(), "lib/vscode/out/vs/workbench/contrib/webview/browser/pre");
    const { key, cert } = selfSigned("*.vscode-cdn.net");
    const server = createServer({ key, cert }, (request, response) => {
      const name = basename(new URL(request.url ?? "/", "https://localhost").pathname);
      const type = types[extname(name)];
      if (type === undefined) return void response.writeHead(404).end();
      readFile(join(folder, name)).then(
        (file) => response.writeHead(200, { "content-type": type }).end(file),
        () => response.writeHead(404).end(),
      );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const publicKey = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
    return new WebviewSites(server, [
      `--host-resolver-rules=MAP *.vscode-cdn.net 127.0.0.1:${port}`,
      `--ignore-certificate-errors-spki-list=${createHash("sha256").update(publicKey).digest("base64")}`,
    ]);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/**
 * Runs in the workbench's page before its scripts: takes the server's own address for webviews away, so that the
 * product's stands.
 */
export function useProductSites(): void {
  const id = "vscode-workbench-web-configuration";
  const observer = new MutationObserver(() => {
    const element = document.getElementById(id);
    const text = element?.getAttribute("data-settings");
    if (!element || !text) return;
    observer.disconnect();
    const { webviewEndpoint: _, ...settings } = JSON.parse(text) as Record<string, unknown>;
    element.setAttribute("data-settings", JSON.stringify(settings));
  });
  observer.observe(document, { childList: true, subtree: true });
}
