import type { CDPSession, Page } from "playwright-core";
import type { RowKind } from "../../../src/protocol/compare/compareViews.ts";
import { launchChromium } from "../../harness/chromium.ts";
import { bodyOf } from "../../webview/support/comparedRows.ts";
import { PanelPage } from "../../webview/support/panelPage.ts";
import { startPanelServer } from "../../webview/support/panelServer.ts";
import { comparison } from "../../webview/support/sampleComparison.ts";
import { median, report } from "../figures.ts";

const count = 20_000;
/** Of a fast wheel, in pixels a frame. */
const step = 240;
const frames = 200;
const rounds = 3;
const frame = 1_000 / 60;
/** Every tenth row is equal in both runs, so that no stretch is folded. */
const pattern: readonly RowKind[] = ["changed", "changed", "onlyB", "equal", "changed", "onlyA", "changed", "equal"];
const kinds = Array.from({ length: count }, (_, row) => pattern[row % pattern.length]!);
/** Rows of the design, one for each row of the pattern. */
const written = [5, 11, 7, 4, 40, 9, 6, 3].map(bodyOf);

/**
 * Measures how smoothly 20,000 compared rows scroll: the work of the page's thread for each frame, beside a bare
 * virtual list that puts copies of the same rows into the same page. Both scroll by as many pixels a frame.
 */
export async function reportComparedRows(): Promise<void> {
  const [browser, server] = await Promise.all([launchChromium(), startPanelServer()]);
  const panel = await PanelPage.openComparison(browser, server);
  const { page } = panel;
  await page.bringToFront();
  await page.evaluate(answerFrom, written);
  await panel.send(...comparison({ kinds, bodies: [] }));
  await page.locator(".pair .blocks, .pair .jd").first().waitFor();

  const bare = await PanelPage.openComparison(browser, server);
  const copies = await page.evaluate(() => Array.from(document.querySelectorAll(".pair"), (pair) => pair.outerHTML));
  const height = await page.evaluate(() => {
    const pairs = [...document.querySelectorAll(".pair")];
    return pairs.reduce((sum, pair) => sum + pair.getBoundingClientRect().height, 0) / pairs.length;
  });
  await bare.page.evaluate(listCopies, { copies, count, height });

  const [ours, theirs] = [await measured(page), await measured(bare.page)];
  const baseline = "a bare virtual list of the same rows";
  report({
    name: `compare: ${count} rows scrolled, the page's work for a frame`,
    value: ours.work,
    unit: "ms of processor",
    ratio: ours.work / theirs.work,
    baseline,
  });
  report({
    name: "compare: the same, 95 % of the frames within",
    value: ours.p95,
    unit: "ms",
    ratio: ours.p95 / frame,
    baseline: "a frame",
  });
  report({ name: "compare: the same, the longest frame", value: ours.longest, unit: "ms" });
  report({ name: "compare: the bare list's, 95 % of the frames within", value: theirs.p95, unit: "ms" });
  const empty = await page.evaluate(() => document.querySelectorAll(".pair .skel").length);
  report({ name: "compare: rows in the page without content after scrolling", value: empty, unit: "rows" });
  await browser.close();
  await server.close();
}

interface Measured {
  /** Milliseconds of the processor for each frame, in the page's thread. */
  work: number;
  p95: number;
  longest: number;
}

/** The median of some rounds, each scrolled from where the last one ended. */
async function measured(of: Page): Promise<Measured> {
  await of.bringToFront();
  const session = await of.context().newCDPSession(of);
  // The processor's time of the thread, since other work of the machine is none of the page's.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const all: Measured[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const before = await taskTime(session);
    const times = await of.evaluate(scrollOn, { step, frames });
    const work = (1_000 * ((await taskTime(session)) - before)) / frames;
    const sorted = times.toSorted((a, b) => a - b);
    // The first round warms up.
    if (round > 0)
      all.push({ work, p95: sorted[Math.floor(frames * 0.95)] ?? Number.NaN, longest: Math.max(...times) });
  }
  const middle = (part: keyof Measured): number => median(all.map((each) => each[part]));
  return { work: middle("work"), p95: middle("p95"), longest: middle("longest") };
}

/** In seconds. */
async function taskTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** Runs in the page: scrolls a little in each frame. @returns how long the frames took, in milliseconds */
async function scrollOn({ step: by, frames: most }: { step: number; frames: number }): Promise<number[]> {
  const scroller = document.querySelector(".scroll")!;
  // A reader who moves is no longer held at the first difference.
  scroller.dispatchEvent(new WheelEvent("wheel"));
  const times: number[] = [];
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let at = 0; at < most; at += 1) {
    scroller.scrollTop += by;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    times.push(now - last);
    last = now;
  }
  return times;
}

/** Runs in the page: answers as the extension does, some milliseconds later. */
function answerFrom(all: readonly object[]): void {
  const { sent } = window.recorder;
  const keep = sent.push.bind(sent);
  sent.push = (message) => {
    const { type, version, rows = [] } = message as { type: string; version?: number; rows?: number[] };
    const bodies = rows.map((row) => [row, all[row % all.length]]);
    const compared = new TextEncoder().encode(JSON.stringify({ type: "bodies", version, bodies }));
    if (type === "loadBodies") setTimeout(() => window.postMessage({ compared }, "*"), 5);
    return keep(message);
  };
}

/** Runs in the page: the least that a list of rows of one height does. */
function listCopies(given: { copies: readonly string[]; count: number; height: number }): void {
  const { copies: markup, count: length, height: each } = given;
  const root = document.createElement("div");
  root.className = "root";
  root.innerHTML = `<main class="panel"><div class="cmp"><div class="story"><div class="scroll"><div class="spacer"></div></div></div></div></main>`;
  document.body.replaceChildren(root);
  const scroller = root.querySelector<HTMLElement>(".scroll")!;
  const spacer = root.querySelector<HTMLElement>(".spacer")!;
  spacer.style.height = `${length * each}px`;
  const shown = new Map<number, Element>();
  const draw = (): void => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / each) - 8);
    const last = Math.min(length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / each) + 8);
    for (const [index, element] of shown) {
      if (index >= first && index < last) continue;
      element.remove();
      shown.delete(index);
    }
    for (let index = first; index < last; index += 1) {
      if (shown.has(index)) continue;
      const holder = document.createElement("div");
      holder.innerHTML = markup[index % markup.length]!;
      const row = holder.firstElementChild as HTMLElement;
      row.style.top = `${index * each}px`;
      spacer.append(row);
      shown.set(index, row);
    }
  };
  scroller.addEventListener("scroll", draw);
  draw();
}
