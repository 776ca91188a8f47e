import { type ComponentChild, render } from "preact";

/** What a page tells the extension. */
export interface Poster<Sent> {
  readonly post: (message: Sent) => void;
}

/** One of our pages in its webview, as VS Code gives it. */
export interface Page<Sent, Kept extends object> extends Poster<Sent> {
  /** What the page kept. Another version may have kept something else. */
  kept(): Partial<Record<keyof Kept, unknown>>;
  /** Keeps some values over a reload, beside those kept before. */
  keep(part: Partial<Kept>): void;
  draw(view: ComponentChild): void;
  /** Calls back for each message. @param read returns `undefined` for messages that aren't ours */
  listen<Received>(read: (data: unknown) => Received | undefined, take: (message: Received) => void): void;
}

/** VS Code defines this function in every webview. It can be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): object | undefined;
  setState(state: object): void;
};

/** What was posted before this script ran, and the listener that kept it: see `panelHtml`. */
declare const early: unknown[];
declare const keep: (event: MessageEvent<unknown>) => void;

export function openPage<Sent, Kept extends object>(): Page<Sent, Kept> {
  const api = acquireVsCodeApi();
  const root = document.createElement("div");
  root.className = "root";
  document.body.append(root);
  return {
    post: (message) => api.postMessage(message),
    kept: () => api.getState() ?? {},
    keep: (part) => api.setState({ ...api.getState(), ...part }),
    draw: (view) => render(view, root),
    listen(read, take) {
      const receive = (data: unknown): void => {
        const message = read(data);
        if (message !== undefined) take(message);
      };
      for (const data of early.splice(0)) receive(data);
      window.removeEventListener("message", keep);
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => receive(data));
    },
  };
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
