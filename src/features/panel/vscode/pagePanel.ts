import { randomBytes } from "node:crypto";
import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";

interface PageWire<Received, Sent> {
  /** Checks a message from the page; anything that isn't ours is `undefined`. */
  read: (message: unknown) => Received | undefined;
  /** What is sent for a message; without it, the message itself. */
  pack?: (message: Sent) => unknown;
}

/**
 * One webview that shows one of our pages. VS Code removes a hidden page and loads it again when it is shown: a page
 * listens from its message `ready` until it is hidden, and gets no messages in between.
 */
export abstract class PagePanel<Received extends { type: string }, Sent> implements Disposable {
  protected readonly owned = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #wire: PageWire<Received, Sent>;
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, html: string, wire: PageWire<Received, Sent>) {
    this.#panel = panel;
    this.#wire = wire;
    this.owned.add(
      panel.webview.onDidReceiveMessage((received: unknown) => {
        const message = wire.read(received);
        if (message?.type === "ready") this.#isReady = true;
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

  /** Whether the page is loaded and listens. */
  protected get isReady(): boolean {
    return this.#isReady;
  }

  /** Posts messages already while the page loads. @returns whether it does, since a page in sight is loaded */
  protected postEarly(): boolean {
    this.#isReady = this.#panel.visible;
    return this.#isReady;
  }

  protected set title(title: string) {
    this.#panel.title = title;
  }

  reveal(preserveFocus = false): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.owned.dispose();
  }

  protected close(): void {
    this.#panel.dispose();
  }

  protected post(message: Sent): void {
    if (this.#isReady) void this.#panel.webview.postMessage(this.#wire.pack ? this.#wire.pack(message) : message);
  }

  protected abstract receive(message: Received): void;

  /** Called after the panel was hidden or shown, or got or lost the focus. */
  protected viewChanged?(): void;
}

export interface PanelPlace {
  /** The origin from which VS Code serves the webview's files, for the content security policy. */
  cspSource: string;
  /** The address of a file of the extension. */
  uri: (...path: string[]) => string;
}

export interface PanelPage {
  title: string;
  /** Of `dist`, without its ending. */
  script: string;
  /** Of `dist`, without their endings: the code that the script shares with others. It is loaded beside the script. */
  common?: readonly string[];
  /** Of `media`, without their endings, in the order in which they apply. */
  styles: readonly string[];
}

export const runPage: PanelPage = {
  title: "Run",
  script: "panel",
  common: ["webview", "markdown"],
  styles: [
    "panel",
    "panelViews",
    "panelMenu",
    "panelStory",
    "panelSpeakers",
    "panelTimeline",
    "panelData",
    "panelRequests",
  ],
};

export const comparePage: PanelPage = {
  title: "Comparison",
  script: "compare",
  common: ["markdown"],
  styles: ["panel", "panelViews", "panelMenu", "panelData", "compare"],
};

export const batchPage: PanelPage = {
  title: "Batch Results",
  script: "batches",
  styles: ["panel", "panelData", "batchResults"],
};

export const insightsPage: PanelPage = {
  title: "Insights",
  script: "insights",
  styles: ["panel", "panelData", "panelMenu", "insights"],
};

export const conversationPage: PanelPage = {
  title: "Conversation",
  script: "conversation",
  common: ["webview", "markdown"],
  styles: [
    "panel",
    "panelViews",
    "panelMenu",
    "panelStory",
    "panelSpeakers",
    "panelData",
    "panelRequests",
    "conversation",
  ],
};

/** The page of a panel: only our own style sheets and scripts, under a policy that allows nothing else. */
export function panelHtml({ cspSource, uri }: PanelPlace, page: PanelPage): string {
  const nonce = randomBytes(24).toString("base64url");
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    // Images that the panel makes from checked bytes. Nothing is loaded from elsewhere.
    "img-src data: blob:",
    `script-src 'nonce-${nonce}'`,
    // These two don't fall back to default-src. Without them a page could submit a form, or redirect its own addresses.
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const sheets = [["dist", "codicons", "codicon.css"], ...page.styles.map((name) => ["media", `${name}.css`])];
  // VS Code may post what it has kept for the page before the script of the page listens.
  const listen = 'const early = [], keep = ({ data }) => early.push(data); addEventListener("message", keep);';
  const links = sheets.map((path) => `<link rel="stylesheet" href="${uri(...path)}">`);
  for (const name of page.common ?? [])
    links.push(`<link rel="modulepreload" nonce="${nonce}" href="${uri("dist", `${name}.js`)}">`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script nonce="${nonce}">${listen}</script>
${links.join("\n")}
<title>${page.title}</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${uri("dist", `${page.script}.js`)}"></script>
</body>
</html>`;
}
