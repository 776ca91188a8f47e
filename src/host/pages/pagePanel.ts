import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { packMessage } from "#base/json/packedMessage.ts";
import { readAs } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { explainError } from "#host/errors/explainError.ts";
import type { PageMessage, PageProblem, Reload } from "#ui/pageMessages.ts";
import { type PageKind, messageOfAllPages } from "./definePage.ts";

/** A webview that is to show a page. */
export interface PageWebview<Memory extends object, Received extends { type: string }> {
  webview: vscode.WebviewPanel;
  page: PageKind<Memory, Received>;
  html: string;
  memory: Memory;
  /** Shows a codicon in its tab. */
  showIcon: (codicon: string) => void;
}

/**
 * One webview. VS Code loads a hidden page again: it listens from `ready` until it is hidden, and gets nothing between.
 */
export abstract class PagePanel<
  Memory extends object,
  Received extends { type: string },
  Sent extends object,
> implements Disposable {
  protected readonly owned = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #page: PageKind<Memory, Received>;
  readonly #remembered = this.owned.add(new Emitter<void>());
  /** Fires when VS Code has what the panel shows, and restores the panel by it. */
  readonly onDidRemember = this.#remembered.event;
  #memory: Memory;
  #isReady = false;
  /** What *Retry* does. */
  #read: (() => Promise<void>) | undefined;
  #reads = 0;
  readonly #showIcon: (codicon: string) => void;
  /** The problem that is shown in place of the content. */
  #problem: PageMessage<Received> | undefined;

  constructor({ webview: panel, page, html, memory, showIcon }: PageWebview<Memory, Received>) {
    this.#panel = panel;
    this.#showIcon = showIcon;
    showIcon(page.icon(memory));
    this.#page = page;
    this.#memory = memory;
    this.owned.add(
      panel.webview.onDidReceiveMessage((received: unknown) => {
        const ofAllPages = readAs(messageOfAllPages, received);
        if (ofAllPages) return ofAllPages.type === "reload" ? this.#reload() : this.#remembered.fire();
        const message = readAs(page.messages, received);
        if (message?.type === "ready") this.#begin();
        if (message) this.receive(message);
      }),
    );
    this.owned.add(
      panel.onDidChangeViewState(() => {
        this.#isReady &&= panel.visible;
        this.viewChanged?.();
      }),
    );
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    panel.webview.html = html;
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  /** What it shows. */
  get memory(): Memory {
    return this.#memory;
  }

  /** The connections that its runs are read from. */
  get connectionIds(): readonly string[] {
    return [];
  }

  /** Whether the page is loaded and listens. */
  protected get isReady(): boolean {
    return this.#isReady;
  }

  /** Posts messages already while the page loads. @returns whether it does, since a page in sight is loaded */
  protected postEarly(): boolean {
    if (this.#panel.visible) this.#begin();
    return this.#isReady;
  }

  protected set title(title: string) {
    this.#panel.title = title;
  }

  /** The codicon of its tab. */
  protected set icon(codicon: string) {
    this.#showIcon(codicon);
  }

  reveal(preserveFocus = false): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Reads again, after the address or the key of one of its connections has changed. */
  connect(): void {
    this.updateConnection();
  }

  /** Shows again what connections, settings and other panels have changed. */
  updateConnection(): void {}

  dispose(): void {
    this.owned.dispose();
  }

  protected close(): void {
    this.#panel.dispose();
  }

  /** Has something else restored after a reload. */
  protected remember(memory: Memory): void {
    this.#memory = memory;
    this.#post({ type: "remember", memory });
  }

  /** Posts content, or what stands in its place: a problem stays until something else is posted. */
  protected post(message: Sent | PageMessage<Received>): void {
    this.#problem = isProblem<Received>(message) ? message : undefined;
    this.#post(message);
  }

  /**
   * Reads what the page shows, and posts it. A failure is shown in its place, with *Retry*.
   *
   * @throws what `read` does
   */
  protected async load(read: () => Promise<void>): Promise<void> {
    const turn = ++this.#reads;
    this.#read = read;
    try {
      await read();
    } catch (error) {
      if (turn === this.#reads && !this.owned.isDisposed)
        this.post({ type: "pageProblem", problem: this.#failure(error) });
      throw error;
    }
  }

  #failure(error: unknown): PageProblem<Reload> {
    const text = [{ text: explainError(error).message }];
    const actions = [{ label: "Retry", action: { type: "reload" as const } }];
    return { kind: "other", title: this.#page.failure, text, actions };
  }

  #reload(): void {
    if (!this.#read) return;
    this.post({ type: "pageLoading", loading: { label: this.#page.title } });
    this.load(this.#read).catch(onUnexpectedError);
  }

  #begin(): void {
    this.#isReady = true;
    this.remember(this.#memory);
    if (this.#problem) this.#post(this.#problem);
  }

  #post(message: object): void {
    if (this.#isReady) void this.#panel.webview.postMessage(packMessage(message));
  }

  protected abstract receive(message: Received): void;

  /** Called after the panel was hidden or shown, or got or lost the focus. */
  protected viewChanged?(): void;
}

function isProblem<Received extends object>(message: object): message is PageMessage<Received> {
  return "type" in message && message.type === "pageProblem";
}
