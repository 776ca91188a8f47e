import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { launchChromium } from "../harness/chromium.ts";
import { PanelPage } from "../webview/support/panelPage.ts";
import { startPanelServer } from "../webview/support/panelServer.ts";
import { completedSnapshot } from "../webview/support/sampleEnds.ts";
import { added, callStep, textStep } from "../webview/support/sampleRun.ts";
import { report } from "./figures.ts";

/** Scrolls through a story of 100,000 steps and measures the longest task of the page: what a person sees as a jerk. */
const count = 100_000;
const wheels = 150;
const limit = 33;

const browser = await launchChromium();
const server = await startPanelServer();
try {
  const panel = await PanelPage.open(browser, server, { width: 1400, height: 900 });
  const { page } = panel;
  const steps = Array.from({ length: count }, (_, index) => stepAt(index));
  const pages = Array.from({ length: Math.ceil(count / 256) }, (_, at) => steps.slice(at * 256, (at + 1) * 256));
  await panel.send(
    { ...completedSnapshot(), story: pages[0]! },
    ...pages.slice(1).map((all, at) => added(at + 1, ...all)),
  );
  await page.getByRole("log").hover();
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  for (let wheel = 0; wheel < wheels; wheel++) {
    await page.mouse.wheel(0, wheel % 10 === 9 ? 100_000 : 900);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }
  const tasks = longestTasks(await browser.stopTracing());
  report({
    name: `scrolling ${count} steps: longest task`,
    value: tasks[0] ?? 0,
    unit: "ms",
    target: { atMost: limit },
  });
  report({ name: "scrolling: hundredth longest task", value: tasks[99] ?? 0, unit: "ms" });
} finally {
  await server.close();
  await browser.close();
}

/** Twelve iterations of texts in Markdown and of calls. */
function stepAt(index: number): StepView {
  const place = { at: index * 10, iteration: 1 + Math.floor((12 * index) / count) };
  if (index % 3 === 0) return callStep(index + 1, `call_${index}`, { ...place, input: undefined, result: "{}" });
  const text = `Thought **${index}** says\n\n- one\n- two\n\n${"and so on ".repeat(index % 40)}`;
  return textStep(index + 1, text, place);
}

/** The tasks of the page's main thread by the processor's time, in milliseconds, the longest first. */
function longestTasks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents.flatMap(({ name, args, pid, tid }) =>
      name === "thread_name" && args?.name === "CrRendererMain" ? [`${pid} ${tid}`] : [],
    ),
  );
  return traceEvents
    .flatMap(({ name, tdur, pid, tid }) =>
      name === "RunTask" && tdur !== undefined && threads.has(`${pid} ${tid}`) ? [tdur / 1_000] : [],
    )
    .toSorted((a, b) => b - a);
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** The processor's time, in microseconds. */
  tdur?: number;
  args?: { name?: string };
}
