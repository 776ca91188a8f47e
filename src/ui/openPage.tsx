import { type ComponentChild, render } from "preact";
import { unpackMessage } from "#base/json/packedMessage.ts";
import { PageLoading } from "./PageLoading.tsx";
import type { PageMessage, Remember, Remembered } from "./pageMessages.ts";
import { PageProblem } from "./PageProblem.tsx";
import type { Poster } from "./poster.ts";

/** One of our pages in its webview, as VS Code gives it. */
export interface Page<Received, Sent, Kept extends object> extends Poster<Sent> {
  /** What the page kept. Another version may have kept something else. */
  kept(): Partial<Record<keyof Kept, unknown>>;
  /** Keeps some values over a reload, beside those kept before. */
  keep(part: Partial<Kept>): void;
  /** Draws at once, for a page that has frames of its own. */
  draw(view: ComponentChild): void;
  /** Draws what was shown last with the next frame. */
  show(view: () => ComponentChild): void;
  /** Calls back for each message of the page's own. @param parseExact see `unpackMessage` */
  listen(take: (message: Received) => void, parseExact?: (text: string) => unknown): void;
}

/** What VS Code gives every webview, what was posted before this script ran, and the listener: see `pageHtml`. */
declare const api: {
  postMessage(message: unknown): void;
  getState(): object | undefined;
  setState(state: object): void;
};
declare const early: unknown[];
declare const keepEarly: (event: MessageEvent<unknown>) => void;

/**
 * Opens the page of this script, which loads until the extension says something.
 *
 * @param styles texts of style sheets in their order, after `panel.css`: in the page's HTML, those of a run's tabs would
 *   make the first look at a run a twentieth slower
 */
export function openPage<Received extends { type: string }, Sent extends object, Kept extends object>(
  ...styles: readonly string[]
): Page<Received, Sent, Kept> {
  for (const text of styles) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }
  const root = document.querySelector(".root") ?? document.createElement("div");
  root.className = "root";
  document.body.append(root);
  const post = (message: object): void => api.postMessage(message);
  const keep = (part: object): void => api.setState({ ...api.getState(), ...part });
  let frame = 0;
  const draw = (view: ComponentChild): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    render(view, root);
  };
  let shown: () => ComponentChild;
  const show = (view: () => ComponentChild): void => {
    shown = view;
    frame ||= requestAnimationFrame(() => draw(shown()));
  };
  if (!root.hasChildNodes()) show(() => <PageLoading label={document.title} />);
  const remember = (memory: object): void => {
    keep(memory);
    post({ type: "remembered" } satisfies Remembered);
  };
  const takeOfAllPages = (message: PageMessage<Sent> | Remember): void => {
    if (message.type === "remember") remember(message.memory);
    else if (message.type === "pageLoading") show(() => <PageLoading {...message.loading} />);
    else show(() => <PageProblem problem={message.problem} act={post} />);
  };
  return {
    post,
    kept: () => api.getState() ?? {},
    keep,
    draw,
    show,
    listen(take, parseExact) {
      const receive = (data: unknown): void => {
        const message = unpackMessage(data, parseExact) as Received | PageMessage<Sent> | Remember | undefined;
        if (message && isOfAllPages(message)) takeOfAllPages(message);
        else if (message) take(message);
      };
      for (const data of early.splice(0)) receive(data);
      window.removeEventListener("message", keepEarly);
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => receive(data));
    },
  };
}

function isOfAllPages<Sent extends object>(message: { type: string }): message is PageMessage<Sent> | Remember {
  return ["remember", "pageLoading", "pageProblem"].includes(message.type);
}
