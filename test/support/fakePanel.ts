import type * as vscode from "vscode";
import { Emitter } from "#base/emitter.ts";
import { unpackMessage } from "#base/json/packedMessage.ts";
import type { PageKind } from "#host/pages/definePage.ts";
import type { PageWebview } from "#host/pages/pagePanel.ts";
import type { PageMessage, Reload, Remember, Remembered } from "#ui/pageMessages.ts";

/** The webview panel of a page: keeps what the page would get. */
export class FakePanel<Posted extends { type: string }, Sent extends { type: string }> {
  title = "";
  visible = true;
  posted: Posted[] = [];
  /** What the page was told to show in place of its content. */
  readonly instead: PageMessage<Sent>[] = [];
  /** The codicons of its tab, the newest last. */
  readonly icons: string[] = [];
  /** What the page was told to keep, the newest last. */
  readonly remembered: unknown[] = [];
  readonly #received = new Emitter<Sent | Reload | Remembered>();
  readonly #viewed = new Emitter<void>();
  readonly onDidChangeViewState = this.#viewed.event;
  readonly onDidDispose = new Emitter<void>().event;
  readonly webview = {
    html: "",
    onDidReceiveMessage: this.#received.event,
    postMessage: async (packed: object) => {
      const message = unpackMessage(packed) as Posted | PageMessage<Sent> | Remember;
      if ("memory" in message) this.remembered.push(message.memory);
      else if ("loading" in message || "problem" in message) this.instead.push(message);
      else this.posted.push(message);
      return true;
    },
  };

  /** The webview, as it is to show a page. */
  shows<Memory extends object>(page: PageKind<Memory, Sent>, memory: Memory): PageWebview<Memory, Sent> {
    return {
      webview: this as unknown as vscode.WebviewPanel,
      page,
      html: "",
      memory,
      showIcon: (icon) => this.icons.push(icon),
    };
  }

  /** Sends a message as the page does. */
  send = (message: Sent | Reload | Remembered): void => this.#received.fire(message);

  /** A hidden page is loaded again when it is shown. */
  show(visible: boolean): void {
    this.visible = visible;
    this.#viewed.fire();
  }
}
