import type { Page } from "playwright-core";

/** How smoothly the workbench drew while something went on, in milliseconds. */
export interface Frames {
  /** From the start until what was waited for. */
  time: number;
  longestFrame: number;
  over50: number;
  /** The processor's time for the longest task of the page's main thread: what else the machine does is not in it. */
  longestWork: number;
  worksOver50: number;
}

type RecordingWindow = Window & { dynamiqFrames?: { frames: number[]; stop(): void } };

/** What we read of Chromium's trace: a task, with microseconds on the clock and of the processor. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args: { name?: string };
}

const traced = ["-*", "disabled-by-default-devtools.timeline"];

/** Records the page's frames while `act` goes on and for half a second after it. */
export async function recordFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser.");
  await browser.startTracing(page, { categories: traced });
  await page.evaluate(startRecording);
  const start = performance.now();
  await act();
  const time = performance.now() - start;
  await page.waitForTimeout(500);
  const frames = await page.evaluate(stopRecording);
  const works = mainThreadWorks(await browser.stopTracing());
  const longest = (values: readonly number[]) => Math.max(0, ...values);
  const over50 = (values: readonly number[]) => values.filter((value) => value > 50).length;
  return {
    time,
    longestFrame: longest(frames),
    over50: over50(frames),
    longestWork: longest(works),
    worksOver50: over50(works),
  };
}

/** Milliseconds of the processor for each task of the pages' main threads. */
function mainThreadWorks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: TraceEvent[] };
  const threads = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const main = new Set(threads.map(({ pid, tid }) => `${pid}:${tid}`));
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && main.has(`${pid}:${tid}`),
  );
  return tasks.map(({ tdur = 0 }) => tdur / 1_000);
}

/** Runs in the page. */
function startRecording(): void {
  const frames: number[] = [];
  let last = performance.now();
  let handle = requestAnimationFrame(function next(now) {
    frames.push(now - last);
    last = now;
    handle = requestAnimationFrame(next);
  });
  (window as RecordingWindow).dynamiqFrames = { frames, stop: () => cancelAnimationFrame(handle) };
}

/** Runs in the page. */
function stopRecording(): number[] {
  const recording = (window as RecordingWindow).dynamiqFrames;
  recording?.stop();
  return recording?.frames ?? [];
}
