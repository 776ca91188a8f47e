import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { readAs } from "#base/stored.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type PageKind, pageHtml } from "./definePage.ts";
import type { PagePanel, PageWebview } from "./pagePanel.ts";
import { UnloadedPages } from "./unloadedPages.ts";

/** What of the extension a panel needs. */
export type PanelHome = Pick<vscode.ExtensionContext, "extensionUri" | "workspaceState">;

interface Options<Memory extends object, Received extends { type: string }, Panel> {
  page: PageKind<Memory, Received>;
  make: (shown: PageWebview<Memory, Received>) => Panel;
  /** What is known at once of what a panel shows: see `pageHtml`. */
  start?: (memory: Memory) => string;
  /** Changes of connections; `client` is the one whose address or key has changed. */
  connections: { onDidChange: vscode.Event<{ client?: string }> };
  /** Whether a panel may be restored that shows this. */
  exists?: (memory: Memory) => boolean;
  /** Equal for whatever one panel shows; the whole memory without it. */
  panelKey?: (memory: Memory) => string;
}

/** The open panels of one kind of page: each shows something else. VS Code restores them after a window reload. */
export class OpenPanels<
  Memory extends object,
  Received extends { type: string },
  Panel extends PagePanel<Memory, Received, object>,
>
  implements Disposable, Iterable<Panel>
{
  protected readonly owned = new DisposableStore();
  readonly #extensionUri: vscode.Uri;
  readonly #options: Options<Memory, Received, Panel>;
  readonly #panels = new Set<Panel>();
  readonly #unloaded: UnloadedPages<Memory>;

  constructor({ extensionUri, workspaceState }: PanelHome, options: Options<Memory, Received, Panel>) {
    this.#extensionUri = extensionUri;
    this.#options = options;
    this.#unloaded = new UnloadedPages(workspaceState, options.page);
    this.owned.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const panel of this.#panels) panel.updateConnection();
      }),
    );
    this.owned.add(
      options.connections.onDidChange(({ client }) => {
        for (const panel of this.#panels) {
          if (client !== undefined && panel.connectionIds.includes(client)) panel.connect();
          else panel.updateConnection();
        }
      }),
    );
  }

  [Symbol.iterator](): Iterator<Panel> {
    return this.#panels.values();
  }

  /** The panel that has the focus. */
  protected get activePanel(): Panel | undefined {
    return [...this.#panels].find(({ isActive }) => isActive);
  }

  /** What the panel that has the focus shows. */
  get active(): Memory | undefined {
    return this.activePanel?.memory;
  }

  find(memory: Memory): Panel | undefined {
    const { panelKey: key = JSON.stringify } = this.#options;
    return [...this.#panels].find((panel) => key(panel.memory) === key(memory));
  }

  /** Shows a panel, the one that is open if there is one. */
  show(memory: Memory, preserveFocus = false): Panel {
    const openPanel = this.find(memory);
    openPanel?.reveal(preserveFocus);
    return openPanel ?? this.#create(memory, preserveFocus);
  }

  /**
   * Shows the page of a panel of an earlier window. One that doesn't say what it showed is closed. @param state of the
   * page
   */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const { page, exists } = this.#options;
    const unloaded = [...this.#unloaded].find((memory) => !this.find(memory));
    const memory = readAs(page.memory, state) ?? unloaded;
    if (memory !== undefined && exists?.(memory) !== false) return void this.adopt(webview, memory);
    webview.dispose();
    if (memory !== undefined) this.#forget(memory);
  }

  /** Shows the page in a webview that VS Code has made. */
  adopt(webview: vscode.WebviewPanel, memory: Memory): Panel {
    webview.webview.options = webviewOptions(this.#extensionUri);
    return this.#adopt(webview, memory);
  }

  dispose(): void {
    this.owned.dispose();
    for (const panel of [...this.#panels]) panel.dispose();
    this.#panels.clear();
  }

  /** Called with each panel that shows a page from now on. */
  protected opened?(panel: Panel): void;

  #create(memory: Memory, preserveFocus: boolean): Panel {
    const { id, title } = this.#options.page;
    const webview = { ...webviewOptions(this.#extensionUri), enableFindWidget: true };
    const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.#unloaded.add(memory).catch(onUnexpectedError);
    return this.#adopt(vscode.window.createWebviewPanel(id, title, column, webview), memory);
  }

  #read = (...path: string[]): string => readFileSync(vscode.Uri.joinPath(this.#extensionUri, ...path).fsPath, "utf8");

  #adopt(webview: vscode.WebviewPanel, memory: Memory): Panel {
    const { page, make, start } = this.#options;
    const uri = (...path: string[]): string =>
      webview.webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, ...path)).toString();
    const html = pageHtml({ uri, read: this.#read }, page, start?.(memory));
    const showIcon = (codicon: string): void => void (webview.iconPath = new vscode.ThemeIcon(codicon));
    const panel = make({ webview, page, html, memory, showIcon });
    this.#panels.add(panel);
    panel.onDidRemember(() => this.#forget(memory));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
      this.#forget(memory);
    });
    this.opened?.(panel);
    return panel;
  }

  #forget(memory: Memory): void {
    this.#unloaded.delete(memory).catch(onUnexpectedError);
  }
}

/** What a webview of ours may do: run our scripts, and read our files. */
function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const roots = ["dist", "media"].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  return { enableScripts: true, enableCommandUris: false, localResourceRoots: roots };
}
