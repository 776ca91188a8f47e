import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Frame } from "playwright-core";
import { addConnection } from "../../../e2e/support/connect.ts";
import { openGroup } from "../../../e2e/support/runsView.ts";
import { temporaryFolder } from "../../../harness/paths.ts";
import { Workbench } from "../../../harness/vscode/workbench.ts";
import { writeProbe } from "../../../harness/vscode/writeProbe.ts";
import type { BareTransport } from "../../probes/transportProbe.ts";
import type { StreamTimes } from "../../servers/longRunServer.ts";
import { LooseBrowser } from "./looseBrowser.ts";
import { countElements, type DrawnFrame, drawnFrames, recordDrawn } from "./panelRecorder.ts";
import { useProductSites, WebviewSites } from "./webviewSites.ts";

/** The commands of an extension that measures bare messages. */
const probes = {
  "Measure Bare Messages": "run",
  "Measure Paced Bare Messages": "runPaced",
  "Measure Held Bare Messages": "runHeld",
} as const;

/** What is known of a run that was streamed into the panel. */
export interface StreamedRun {
  sent: StreamTimes["sent"];
  /** The processor's time of the extension host while it was sent, in milliseconds; absent before bare messages were. */
  work?: number;
  frames: DrawnFrame[];
  elements: number;
}

/** A streamed run with what it has cost. */
export interface WeighedRun extends StreamedRun {
  /** By how much the panel's heap has grown, in bytes. */
  heap: number;
  /** By how much the memory of the extension host has grown, in bytes, with garbage that it hasn't collected. */
  host: number;
}

/**
 * A workbench with an app of long runs, and with an extension that knows what bare messages take. While something is
 * streamed nobody listens to the browser.
 */
export class PanelBench {
  readonly #browser: LooseBrowser;
  readonly #app: ChildProcess;
  readonly #transportFile: string;
  readonly #close: () => Promise<void>;
  #workbench: Workbench;
  /** The id of its process, once bare messages were measured. */
  #extensionHost: number | undefined;

  private constructor(parts: {
    browser: LooseBrowser;
    app: ChildProcess;
    transportFile: string;
    workbench: Workbench;
    close: () => Promise<void>;
  }) {
    this.#browser = parts.browser;
    this.#app = parts.app;
    this.#transportFile = parts.transportFile;
    this.#workbench = parts.workbench;
    this.#close = parts.close;
  }

  static async open(): Promise<PanelBench> {
    const folder = await temporaryFolder();
    const app = fork(new URL("../../servers/longRunServer.ts", import.meta.url));
    const [port] = (await once(app, "message")) as [number];
    const commands = Object.entries(probes).map(([title, name]) => ({ command: `transportProbe.${name}`, title }));
    const probe = await writeProbe(folder.path, "bench/probes/transportProbe", {
      activationEvents: [],
      contributes: { commands },
    });
    const transportFile = join(folder.path, "transport.txt");
    const sites = await WebviewSites.serve();
    const browser = await LooseBrowser.start(sites.args);
    const context = await browser.connect();
    await context.addInitScript(useProductSites);
    const env = { DYNAMIQ_RUNS_TRANSPORT: transportFile };
    const workbench = await Workbench.open({ context, others: [probe], env });
    const close = async () => {
      await workbench.close();
      await browser.close();
      await sites.close();
      app.kill();
      await folder.remove();
    };
    await workbench.openView("Dynamiq Runs");
    await workbench.setFocused(true);
    await addConnection(workbench, {
      name: "Long runs",
      address: `http://127.0.0.1:${port}`,
      accessKey: "dynamiq_acc_bench",
    });
    await openGroup(workbench, "Completed");
    return new PanelBench({ browser, app, transportFile, workbench, close });
  }

  /** What is known of bare messages, see transportProbe.ts. */
  async bareTransport(probe: keyof typeof probes): Promise<BareTransport> {
    await rm(this.#transportFile, { force: true });
    await this.#workbench.runCommand(probe);
    return await this.#unwatched(async () => {
      for (;;) {
        await delay(200);
        const text = await readFile(this.#transportFile, "utf8").catch(() => "");
        if (text === "") continue;
        const bare = JSON.parse(text) as BareTransport;
        this.#extensionHost = bare.process;
        return bare;
      }
    });
  }

  /** Streams a run as {@link stream} does, between two collections of garbage. */
  async weigh(run: string, count: number): Promise<WeighedRun> {
    return await this.#inEvents(run, async () => {
      const [heap, host] = [await this.#heap(), await this.#hostMemory()];
      const streamed = await this.#go(count);
      return { ...streamed, heap: (await this.#heap()) - heap, host: (await this.#hostMemory()) - host };
    });
  }

  /**
   * Streams a run into the events of its panel; tells what was drawn when. Collects no garbage first: that would leave
   * V8 with a limit so low that it collects again in the middle of the stream.
   */
  async stream(run: string, count: number): Promise<StreamedRun> {
    return await this.#inEvents(run, () => this.#go(count));
  }

  /** Milliseconds from the click on a run in the explorer until the first line of its story can be read. */
  async clickToReadable(run: string): Promise<number> {
    // A long title is cut in its row, but not in what the row says.
    const row = this.#workbench.view("Runs").locator(`.monaco-list-row[aria-label*="Run ${run}"]`);
    await row.waitFor();
    const start = performance.now();
    await row.click();
    await this.#workbench.panel().locator(".story .step").first().waitFor();
    const time = performance.now() - start;
    await delay(300);
    await this.#workbench.runCommand("View: Close All Editors");
    return time;
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #inEvents<T>(run: string, act: () => Promise<T>): Promise<T> {
    await this.#workbench.runCommand("Dynamiq Runs: Open Run…");
    await this.#workbench.quickInput.waitForTitle("Open Run");
    await this.#workbench.quickInput.enter(run);
    const panel = this.#workbench.panel();
    await panel.getByRole("tab", { name: /^Events/ }).click();
    await panel.locator(".ev-row").first().waitFor();
    await recordDrawn(panel);
    const result = await act();
    await this.#workbench.runCommand("View: Close All Editors");
    return result;
  }

  async #go(count: number): Promise<StreamedRun> {
    const { sent, ...work } = await this.#unwatched(async () => {
      const told = once(this.#app, "message") as Promise<[StreamTimes]>;
      const before = await this.#worked();
      this.#app.send("go");
      const [{ sent: all }] = await told;
      const after = await this.#worked();
      await delay(500);
      return { sent: all, ...(before === undefined || after === undefined ? {} : { work: after - before }) };
    });
    const panel = this.#workbench.panel();
    return { sent, ...work, frames: await drawnFrames(panel, count), elements: await countElements(panel) };
  }

  /** The processor's time of the extension host so far, in milliseconds. Linux counts it in hundredths of a second. */
  async #worked(): Promise<number | undefined> {
    if (this.#extensionHost === undefined) return undefined;
    const stat = await readFile(`/proc/${this.#extensionHost}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13)
      .map(Number);
    return (user! + system!) * 10;
  }

  /** The memory of the extension host, without the pages of files, which other processes share. */
  async #hostMemory(): Promise<number> {
    const status = await readFile(`/proc/${this.#extensionHost}/status`, "utf8").catch(() => "");
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1_024;
  }

  /** Lets go of the browser while something goes on in it. */
  async #unwatched<T>(act: () => Promise<T>): Promise<T> {
    const address = this.#workbench.page.url();
    await this.#browser.disconnect();
    const result = await act();
    const context = await this.#browser.connect();
    const page = context.pages().find((each) => each.url() === address);
    if (!page) throw new Error("The workbench's page is gone.");
    this.#workbench = this.#workbench.seenBy(page);
    return result;
  }

  /**
   * The bytes in use in the process of the panel, those outside V8's heap too. The workbench may be in it, but stands
   * still.
   */
  async #heap(): Promise<number> {
    const { page } = this.#workbench;
    const isOfOwnSite = (frame: Frame) => new URL(frame.url()).hostname.endsWith(".vscode-cdn.net");
    const session = await page.context().newCDPSession(page.mainFrame().childFrames().find(isOfOwnSite) ?? page);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
    await session.detach();
    return usedSize + backingStorageSize;
  }
}

/** How old events were when they could be seen first, in milliseconds. */
export function ages({ sent, frames }: StreamedRun): number[] {
  const all: number[] = [];
  let frame = 0;
  let sequence = 1;
  for (const { sequence: last, at } of sent) {
    for (; sequence < last; sequence += 1) {
      while ((frames[frame]?.drawn ?? Infinity) < sequence + 1) frame += 1;
      const seen = frames[frame]?.at;
      if (seen !== undefined) all.push(seen - at);
    }
  }
  return all;
}

/** From the first byte on the socket until everything is drawn, in milliseconds. */
export function shownIn({ sent, frames }: StreamedRun): number {
  return (frames.at(-1)?.at ?? Number.NaN) - (sent[0]?.at ?? Number.NaN);
}
