import type { FrameLocator } from "playwright-core";

/** Which event was the last one in sight when a frame was on the screen, in milliseconds since the epoch. */
export interface DrawnFrame {
  at: number;
  drawn: number;
}

type RecordingWindow = Window & { drawnFrames?: DrawnFrame[] };

/** Begins to note what each frame of the panel's events shows. A frame is on the screen when the task after it runs. */
export async function recordDrawn(panel: FrameLocator): Promise<void> {
  await panel.locator(":root").evaluate(() => {
    const frames: DrawnFrame[] = [];
    (window as RecordingWindow).drawnFrames = frames;
    const { port1, port2 } = new MessageChannel();
    let last = -1;
    port1.addEventListener("message", () => {
      const row = [...document.querySelectorAll(".ev-row")].at(-1);
      const drawn = Number(row?.getAttribute("data-last") ?? row?.getAttribute("data-sequence"));
      if (drawn !== last) frames.push({ at: performance.timeOrigin + performance.now(), drawn });
      last = drawn;
    });
    port1.start();
    const nextFrame = window.requestAnimationFrame.bind(window);
    const note = (): void => port2.postMessage(undefined);
    let isFrame = false;
    window.requestAnimationFrame = (draw) =>
      nextFrame((time) => {
        isFrame = true;
        draw(time);
        queueMicrotask(() => (isFrame = false));
      });
    // A frame that nothing else asks for would take some of the panel's time.
    new MutationObserver(() => (isFrame ? note() : nextFrame(note))).observe(document, {
      attributeFilter: ["data-sequence", "data-last"],
      childList: true,
      subtree: true,
    });
  });
}

/** What was noted once that many events are drawn. */
export async function drawnFrames(panel: FrameLocator, count: number): Promise<DrawnFrame[]> {
  return await panel.locator(":root").evaluate(async (_, wanted) => {
    const frames = (window as RecordingWindow).drawnFrames ?? [];
    while ((frames.at(-1)?.drawn ?? 0) < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
    return frames;
  }, count);
}

export async function countElements(panel: FrameLocator): Promise<number> {
  return await panel.locator(":root").evaluate(() => document.querySelectorAll("*").length);
}
