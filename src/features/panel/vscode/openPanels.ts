import * as vscode from "vscode";
import type { Disposable } from "../../../base/disposable.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { panelHtml, type PanelPage } from "./pagePanel.ts";

export interface OpenPanel extends Disposable {
  readonly onDidDispose: vscode.Event<void>;
}

/** Panels that show the same kind of thing. */
export interface PanelKind<Memory, Panel extends OpenPanel> {
  /** VS Code's name for webviews of this kind (`viewType`). */
  type: string;
  page: PanelPage;
  /** A file of `media`. */
  icon: (memory: Memory) => string;
  /** Reads what a page kept for the next window. A panel that keeps nothing readable isn't restored. */
  read: (state: unknown) => Memory | undefined;
  /** @param html of the page, for the panel to load when it listens */
  make: (webview: vscode.WebviewPanel, html: string, memory: Memory) => Panel;
}

/** The open panels of one kind: new ones, and those that VS Code restores after a window reload. */
export class OpenPanels<Memory, Panel extends OpenPanel> implements Disposable, Iterable<Panel> {
  readonly #extensionUri: vscode.Uri;
  readonly #kind: PanelKind<Memory, Panel>;
  readonly #panels = new Set<Panel>();

  constructor(extensionUri: vscode.Uri, kind: PanelKind<Memory, Panel>) {
    this.#extensionUri = extensionUri;
    this.#kind = kind;
  }

  [Symbol.iterator](): Iterator<Panel> {
    return this.#panels.values();
  }

  find(isWanted: (panel: Panel) => boolean): Panel | undefined {
    return [...this.#panels].find(isWanted);
  }

  create(memory: Memory, preserveFocus = false): Panel {
    const { type, page } = this.#kind;
    const webview = { ...webviewOptions(this.#extensionUri, memory), enableFindWidget: true };
    const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    return this.#adopt(vscode.window.createWebviewPanel(type, page.title, column, webview), memory);
  }

  /**
   * @param state kept by the page, if it was loaded before the window was
   * @returns undefined for a panel that doesn't say what it showed: it is closed
   */
  restore(webview: vscode.WebviewPanel, state: unknown): Panel | undefined {
    const memory = this.#kind.read(state) ?? this.#kind.read(memoryIn(webview.webview.options));
    if (memory === undefined) {
      webview.dispose();
      return undefined;
    }
    return this.adopt(webview, memory);
  }

  /** Shows our page in a webview that VS Code has made. */
  adopt(webview: vscode.WebviewPanel, memory: Memory): Panel {
    webview.webview.options = webviewOptions(this.#extensionUri, memory);
    return this.#adopt(webview, memory);
  }

  dispose(): void {
    for (const panel of [...this.#panels]) panel.dispose();
    this.#panels.clear();
  }

  #adopt(webview: vscode.WebviewPanel, memory: Memory): Panel {
    const { icon, page, make } = this.#kind;
    webview.iconPath = vscode.Uri.joinPath(this.#extensionUri, "media", icon(memory));
    const panel = make(webview, pageFor(webview.webview, this.#extensionUri, page), memory);
    this.#panels.add(panel);
    panel.onDidDispose(() => this.#panels.delete(panel));
    return panel;
  }
}

/** Nothing answers to this scheme. */
const memoryScheme = "dynamiqruns-panel";

/**
 * What a webview of ours may do: run our scripts, and read our files. VS Code keeps these options with the tab, but the
 * state of a page only if the page was loaded. So the memory is here, too, as a folder that doesn't exist.
 */
function webviewOptions(extensionUri: vscode.Uri, memory: unknown): vscode.WebviewOptions {
  const roots = ["dist", "media"].map((folder) => vscode.Uri.joinPath(extensionUri, folder));
  const kept = vscode.Uri.from({ scheme: memoryScheme, path: "/", query: JSON.stringify(memory) });
  return { enableScripts: true, enableCommandUris: false, localResourceRoots: [...roots, kept] };
}

function memoryIn({ localResourceRoots = [] }: vscode.WebviewOptions): unknown {
  const kept = localResourceRoots.find(({ scheme }) => scheme === memoryScheme);
  try {
    return kept && (JSON.parse(kept.query) as unknown);
  } catch (error) {
    onUnexpectedError(error);
    return undefined;
  }
}

/** The page of a panel, with the addresses that VS Code gives to our files. */
function pageFor(webview: vscode.Webview, extensionUri: vscode.Uri, page: PanelPage): string {
  const { cspSource } = webview;
  const uri = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  return panelHtml({ cspSource, uri }, page);
}
