import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { chromiumArgs, ensureChromium } from "../../../harness/chromium.ts";
import { temporaryFolder } from "../../../harness/paths.ts";
import { ProcessGroup } from "../../../harness/processes.ts";

/** A window whose page is 1280 x 800. */
const windowSize = "1280,887";

/**
 * A headless Chromium that Playwright can leave and come back to. While it is connected, the browser copies to it every
 * message that a page sends and receives, which costs a page that streams several milliseconds for each frame.
 */
export class LooseBrowser {
  readonly #address: string;
  readonly #close: () => Promise<void>;
  #browser: Browser | undefined;

  private constructor(address: string, close: () => Promise<void>) {
    this.#address = address;
    this.#close = close;
  }

  /** @param args further ones for Chromium */
  static async start(args: readonly string[]): Promise<LooseBrowser> {
    const folder = await temporaryFolder();
    await mkdir(join(folder.path, "Default"));
    // A webview of another site than the workbench's needs its service worker, as it has in VS Code.
    const preferences = { profile: { cookie_controls_mode: 0 } };
    await writeFile(join(folder.path, "Default/Preferences"), JSON.stringify(preferences));
    const all = [
      ...["--headless", "--remote-debugging-port=0", `--user-data-dir=${folder.path}`, `--window-size=${windowSize}`],
      ...[
        "--disable-field-trial-config",
        "--disable-breakpad",
        "--disable-extensions",
        "--disable-component-extensions-with-background-pages",
        "--disable-stack-profiler",
        "--metrics-recording-only",
        "--force-color-profile=srgb",
        "--disable-hang-monitor",
        "--disable-ipc-flooding-protection",
        "--disable-background-timer-throttling",
        "--disable-dev-shm-usage",
        "--password-store=basic",
        "--hide-scrollbars",
        "--mute-audio",
      ],
      ...[
        "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
        ...chromiumArgs(),
        ...args,
        "about:blank",
      ],
    ];
    const group = new ProcessGroup({ file: await ensureChromium(), args: all }, "ignore");
    const close = async () => {
      await group.stop();
      await folder.remove();
    };
    for (let waited = 0; waited < 20_000; waited += 100) {
      const [port, path] = (await readFile(join(folder.path, "DevToolsActivePort"), "utf8").catch(() => "")).split(
        "\n",
      );
      if (port && path) return new LooseBrowser(`ws://127.0.0.1:${port}${path}`, close);
      await delay(100);
    }
    await close();
    throw new Error("Chromium named no port for its tools within 20 s.");
  }

  async connect(): Promise<BrowserContext> {
    this.#browser ??= await chromium.connectOverCDP(this.#address);
    const context = this.#browser.contexts()[0];
    if (!context) throw new Error("Chromium has no context.");
    return context;
  }

  /** Lets go of every page; they go on. */
  async disconnect(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
  }

  async close(): Promise<void> {
    await this.disconnect();
    await this.#close();
  }
}
