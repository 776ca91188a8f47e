import { type ComponentChild, render } from "preact";
import { unpackMessage } from "../base/json/packedMessage.ts";

export interface Poster<Sent> {
  readonly post: (message: Sent) => void;
}

/** One of our pages in its webview, as VS Code gives it. */
export interface Page<Received, Sent, Kept extends object> extends Poster<Sent> {
  /** What the page kept. Another version may have kept something else. */
  kept(): Partial<Record<keyof Kept, unknown>>;
  /** Keeps some values over a reload, beside those kept before. */
  keep(part: Partial<Kept>): void;
  draw(view: ComponentChild): void;
  /** Calls back for each message. @param parseExact see `unpackMessage` */
  listen(take: (message: Received) => void, parseExact?: (text: string) => unknown): void;
}

/** VS Code defines this function in every webview. It can be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): object | undefined;
  setState(state: object): void;
};

/** What was posted before this script ran, and the listener that kept it: see `pageHtml`. */
declare const early: unknown[];
declare const keepEarly: (event: MessageEvent<unknown>) => void;

/** What VS Code restores the panel by. The extension sends it before the rest. */
interface Remember {
  type: "remember";
  memory: object;
}

export function openPage<Received extends { type: string }, Sent, Kept extends object>(): Page<Received, Sent, Kept> {
  const api = acquireVsCodeApi();
  const root = document.createElement("div");
  root.className = "root";
  document.body.append(root);
  const keep = (part: object): void => api.setState({ ...api.getState(), ...part });
  return {
    post: (message) => api.postMessage(message),
    kept: () => api.getState() ?? {},
    keep,
    draw: (view) => render(view, root),
    listen(take, parseExact) {
      const receive = (data: unknown): void => {
        const message = unpackMessage(data, parseExact) as Received | Remember | undefined;
        if (message && isRemember(message)) keep(message.memory);
        else if (message) take(message);
      };
      for (const data of early.splice(0)) receive(data);
      window.removeEventListener("message", keepEarly);
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => receive(data));
    },
  };
}

function isRemember(message: { type: string }): message is Remember {
  return message.type === "remember";
}

/** @returns a function that draws with the next frame, however often it is called until then */
export function oncePerFrame(draw: () => void): () => void {
  let frame = 0;
  return () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };
}

/** The extension, as a text of a run sees it. */
export interface TextHost extends Poster<{ type: "copy"; text: string }> {
  openLink(address: string): void;
}
