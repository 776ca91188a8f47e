import type { BrowserContextOptions, Disposable, Frame, Page } from "playwright-core";
import { type PackedMessage, packMessage } from "#base/json/packedMessage.ts";
import type { CompareHostMessage, ComparePageMessage } from "#features/compare/page/messages.ts";
import type { PageMessage, Remember } from "#ui/pageMessages.ts";
import type { HostMessage, PanelMemory, PanelMessage, ReadingState } from "#workbench/panel/page/messages.ts";
import { patience } from "../../support/patience.ts";
import { bodyClass, type PageKind, type PanelServer, type Theme, themeSheet } from "./panelServer.ts";

/** What the page records in the place of VS Code. */
interface Recorder {
  sent: { type: string }[];
  state: object | undefined;
  violations: string[];
}

declare global {
  interface Window {
    recorder: Recorder;
  }
}

export type SavedState = Partial<PanelMemory & ReadingState>;

export interface PageOptions {
  theme?: Theme;
  width?: number;
  height?: number;
  /** Pixels of the screen for one of the page. */
  scale?: number;
  /** What VS Code kept from before a reload. */
  state?: object;
  /** A run's without it. */
  kind?: Exclude<PageKind, "compare">;
}

/** A browser, or pages that one test after the other uses. */
export interface PageSource {
  newPage: (options: BrowserContextOptions) => Promise<Page>;
}

/** The page of a comparison. */
export type ComparePage = PanelPage<CompareHostMessage, ComparePageMessage>;

/** A panel in a browser, with the extension's end in the hands of the test. */
export class PanelPage<Received extends object = HostMessage, Sent extends { type: string } = PanelMessage> {
  readonly page: Page;
  readonly #standIn: Disposable;
  readonly #frame: () => Frame;
  readonly errors: string[] = [];

  private constructor(page: Page, standIn: Disposable, frame: () => Frame) {
    this.page = page;
    this.#standIn = standIn;
    this.#frame = frame;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("dialog", (dialog) => {
      this.errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  static async open(pages: PageSource, server: PanelServer, options: PageOptions = {}): Promise<PanelPage> {
    const { page, standIn } = await newPage(pages, options);
    const frame = (): Frame => page.frame({ name: "panel" }) ?? page.mainFrame();
    const panel = new PanelPage(page, standIn, frame);
    await panel.#load(server.url(options.theme ?? "light", options.kind));
    return panel;
  }

  /** The page of a comparison. */
  static async openComparison(pages: PageSource, server: PanelServer, options: PageOptions = {}): Promise<ComparePage> {
    const { page, standIn } = await newPage(pages, options);
    const panel: ComparePage = new PanelPage(page, standIn, () => page.mainFrame());
    await panel.#load(server.url(options.theme ?? "light", "compare"));
    return panel;
  }

  /** The page has loaded before its script has. */
  async #load(url: string): Promise<void> {
    await this.page.goto(url);
    await this.frame.waitForSelector(".root", { state: "attached" });
  }

  /** The panel's own document. */
  get frame(): Frame {
    return this.#frame();
  }

  /** Sends messages in order and waits for the frame that drew them, and for what follows it: keys are listened to. */
  async send(...messages: (Received | PageMessage<Sent> | Remember)[]): Promise<void> {
    await this.post(...messages);
    await this.frame.evaluate(async () => {
      // The panel's own frame was asked for before the first one, and effects follow a drawing with the next one.
      for (let frame = 0; frame < 2; frame++)
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    });
  }

  /** Sends messages as the extension does, and waits until the panel has heard them. */
  async post(...messages: (Received | PageMessage<Sent> | Remember)[]): Promise<void> {
    // A picture's bytes are no text: they travel as one character each.
    const text = (name: string, part: Uint8Array | true): string | true =>
      part === true ? part : Buffer.from(part).toString(name === "bytes" ? "latin1" : "utf8");
    const parts = (message: object): [keyof PackedMessage, Uint8Array | true][] =>
      Object.entries(packMessage(message)) as [keyof PackedMessage, Uint8Array | true][];
    const texts = messages.map((message) => parts(message).map(([name, part]) => [name, text(name, part)] as const));
    await this.frame.evaluate(async (all) => {
      const bytes = (name: string, part: string | true): Uint8Array | true => {
        if (part === true) return part;
        return name === "bytes"
          ? Uint8Array.from(part, (character) => character.charCodeAt(0))
          : new TextEncoder().encode(part);
      };
      for (const parts of all)
        window.postMessage(Object.fromEntries(parts.map(([name, part]) => [name, bytes(name, part)])), "*");
      // Posted last, so it is heard last.
      await new Promise((resolve) => {
        window.addEventListener("message", ({ data }) => data === "heard" && resolve(undefined));
        window.postMessage("heard", "*");
      });
    }, texts);
  }

  async sent<T extends Sent["type"]>(type: T): Promise<Extract<Sent, { type: T }>[]> {
    const all = (await this.frame.evaluate(() => window.recorder.sent)) as Sent[];
    return all.filter((message): message is Extract<Sent, { type: T }> => message.type === type);
  }

  async savedState(): Promise<SavedState | undefined> {
    return await this.frame.evaluate(() => window.recorder.state);
  }

  /** Errors of the page and breaches of its policy: none is fine in any test. */
  async complaints(): Promise<string[]> {
    const violations = await this.frame.evaluate(() => window.recorder.violations);
    return [...this.errors, ...violations];
  }

  /** Changes the theme, as VS Code does: the variables and the body's class. */
  async wear(theme: Theme): Promise<void> {
    await this.frame.evaluate(wearTheme, { href: themeSheet(theme), bodyClass: bodyClass[theme] });
  }

  /** For a test that provokes complaints: those so far are no failure. */
  async forgive(): Promise<void> {
    this.errors.length = 0;
    await this.frame.evaluate(() => {
      window.recorder.violations = [];
    });
  }

  async rootData(): Promise<Record<string, string | undefined>> {
    return await this.frame.evaluate(() => Object.fromEntries(Object.entries(document.documentElement.dataset)));
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Leaves the page to another panel. */
  async leave(): Promise<Page> {
    await this.#standIn.dispose();
    return this.page;
  }
}

async function newPage(pages: PageSource, options: PageOptions): Promise<{ page: Page; standIn: Disposable }> {
  const { width = 1400, height = 900, scale = 1, state } = options;
  const page = await pages.newPage({ viewport: { width, height }, deviceScaleFactor: scale, reducedMotion: "reduce" });
  page.setDefaultTimeout(patience);
  return { page, standIn: await page.addInitScript(standInForVsCode, state) };
}

function standInForVsCode(state: object | undefined): void {
  const recorder: Recorder = { sent: [], state, violations: [] };
  window.recorder = recorder;
  document.addEventListener("securitypolicyviolation", (event) => {
    recorder.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: { type: string }) => recorder.sent.push(message),
      getState: () => recorder.state,
      setState: (next: object) => {
        recorder.state = next;
      },
    }),
  });
}

async function wearTheme(theme: { href: string; bodyClass: string }): Promise<void> {
  document.body.className = theme.bodyClass;
  const link = document.querySelector<HTMLLinkElement>("link[rel=stylesheet]")!;
  if (link.getAttribute("href") === theme.href) return;
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", reject, { once: true });
    link.href = theme.href;
  });
}

/** Sends a message to a page that isn't a run's, and waits until the page has drawn it. */
export async function sendTo(panel: PanelPage, message: object): Promise<void> {
  await (panel as PanelPage<object>).send(message);
}

/** The messages of these types that such a page has sent. */
export async function sentPlain({ page }: Pick<PanelPage, "page">, ...types: string[]): Promise<unknown[]> {
  const all = await page.evaluate(() => window.recorder.sent);
  return all.filter(({ type }) => types.includes(type));
}
