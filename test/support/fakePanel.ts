import type * as vscode from "vscode";
import { Emitter } from "../../src/base/emitter.ts";

/** The webview panel of a page: keeps what the page would get. */
export class FakePanel<Posted, Sent> {
  title = "";
  visible = true;
  posted: Posted[] = [];
  readonly #received = new Emitter<Sent>();
  readonly #viewed = new Emitter<void>();
  readonly onDidChangeViewState = this.#viewed.event;
  readonly onDidDispose = new Emitter<void>().event;
  readonly webview = {
    ...{ html: "", onDidReceiveMessage: this.#received.event },
    postMessage: async (message: Posted) => this.posted.push(message) > 0,
  };

  get asPanel(): vscode.WebviewPanel {
    return this as unknown as vscode.WebviewPanel;
  }

  /** Sends a message as the page does. */
  send = (message: Sent): void => this.#received.fire(message);

  /** A hidden page is loaded again when it is shown. */
  show(visible: boolean): void {
    this.visible = visible;
    this.#viewed.fire();
  }
}
