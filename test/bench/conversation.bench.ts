import { setTimeout as delay } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import type { ConversationHostMessage, TurnView } from "../../src/protocol/conversation.ts";
import { launchChromium } from "../harness/chromium.ts";
import { PanelPage } from "../webview/support/panelPage.ts";
import { startPanelServer } from "../webview/support/panelServer.ts";
import { header, runState, snapshot } from "../webview/support/sampleRun.ts";
import { median, report } from "./figures.ts";

/**
 * Measures the page of a conversation in Chromium, with 1,000 turns beside 10: how long it takes to draw them, to
 * scroll by a frame, and to show a key in the composer while an answer grows by 2,000 pieces a second.
 */
const few = 10;
const many = 1_000;
const rounds = 3;
/** Frames of scrolling, and keys, of a round. */
const [frames, keys] = [120, 40];

/** In milliseconds. */
interface Measured {
  drawn: number;
  /** Of the processor, for each frame. */
  scrolled: number;
  /** From a key to the frame that shows it, p95. */
  delay: number;
}

const [browser, server] = await Promise.all([launchChromium(), startPanelServer()]);
const all = new Map<number, Measured[]>([few, many].map((count) => [count, []]));
/** In milliseconds of the processor, for each frame of scrolling through the story of a run. */
const story: number[] = [];
try {
  for (let round = 0; round <= rounds; round += 1) {
    const ofStory = await scrollStory();
    if (round > 0) story.push(ofStory);
    for (const [count, measured] of all) {
      const one = await measure(count);
      // The first round warms up.
      if (round > 0) measured.push(one);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const middle = (count: number, part: keyof Measured): number => median(all.get(count)!.map((each) => each[part]));
const compare = (part: keyof Measured, name: string, unit: string, atMost?: number): void => {
  const value = middle(many, part);
  report({
    ...{ name: `conversation of 1,000 turns: ${name}`, value, unit, ratio: value / middle(few, part) },
    ...{
      baseline: "one of 10",
      limits: "all turns are in the page, and each message from the extension goes through them",
    },
    ...(atMost === undefined ? {} : { target: { atMost } }),
  });
};
compare("drawn", "drawn", "ms");
const scrolled = middle(many, "scrolled");
report({
  ...{ name: "conversation of 1,000 turns: work for a frame of scrolling", value: scrolled, unit: "ms" },
  ...{ ratio: scrolled / median(story), baseline: "the story of a run with as many texts", target: { atMost: 1.5 } },
  limits: "all turns are in the page, but only those in view are laid out",
});
compare("delay", "input delay p95 of the composer while an answer grows 2,000 pieces a second", "ms", 2);

async function measure(count: number): Promise<Measured> {
  const panel = await PanelPage.open(browser, server, { kind: "conversation" });
  const { page } = panel;
  await page.bringToFront();
  // One turn loads the parser of Markdown.
  await page.evaluate(draw, conversation(1));
  await page.locator(".md").first().waitFor();
  const drawn = await page.evaluate(draw, conversation(count));
  const scrolled = await scrollThrough(page, ".talk > .scroll");
  const delayed = await writeWhileItGrows(page, conversation(count));
  await panel.close();
  return { drawn, scrolled, delay: delayed };
}

/** A story of as many texts as the long conversation has messages and answers. */
async function scrollStory(): Promise<number> {
  const panel = await PanelPage.open(browser, server);
  await panel.page.bringToFront();
  const steps = Array.from({ length: 2 * many }, (_, n) => ({
    ...{ kind: "text" as const, id: `text-${n}`, sequence: n + 1, at: n * 10, object: "agent.delta", growing: false },
    text: answerOf(n),
  }));
  const state = runState({ header: header({ status: "started" }) });
  await panel.send(snapshot({ rows: [], story: steps, state }));
  await panel.page.locator(".md").first().waitFor();
  const scrolled = await scrollThrough(panel.page, ".story .scroll");
  await panel.close();
  return scrolled;
}

function answerOf(n: number): string {
  const list = Array.from({ length: n % 7 }, (_, item) => `- item **${item}** of \`order_${n}\``).join("\n");
  return `Order **${n}** is on its way:\n\n${list}\n\n${"It was sent with the others. ".repeat(n % 30)}`;
}

function conversation(count: number): ConversationHostMessage {
  const turns = Array.from({ length: count }, (_, n): TurnView => {
    return {
      ...{ runId: `run-${n}`, status: "completed", word: "Completed", changes: [] },
      startedAt: new Date(Date.UTC(2026, 0, 1) + n * 600_000).toISOString(),
      message: `What about order ${n}? ${"And so on. ".repeat(n % 20)}`,
      facts: "3 tool calls · 4.2 s · Completed",
      answer: answerOf(n),
    };
  });
  return {
    type: "conversation",
    place: { connectionId: "app", sessionId: "session", userId: "customer" },
    head: {
      ...{
        title: "Orders",
        app: "Support",
        isProduction: false,
        isFork: false,
        hasOlder: false,
        isReading: false,
        canRetry: true,
      },
      ...{ total: count, now: { status: "completed", word: "Completed", sentence: "" } },
    },
    composer: {
      ...{ into: "message", choices: ["message"], others: "{}", count: 0, from: "from the last turn", hint: "Writes" },
      ...{ files: [], isFirst: false },
    },
    order: turns.map(({ runId }) => runId),
    turns,
  };
}

/** Runs in the page. @returns milliseconds from the message to the frame that shows its turns */
async function draw(message: ConversationHostMessage): Promise<number> {
  const start = performance.now();
  window.postMessage(message, "*");
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelectorAll(".turn").length < message.turns.length) await frame();
  await frame();
  return performance.now() - start;
}

async function scrollThrough(page: Page, scrolls: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  // The processor's time of the thread, since other work of the machine is none of the page's.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await taskTime(session);
  await page.evaluate(
    async ([most, selector]) => {
      const scroller = document.querySelector(selector)!;
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      scroller.dispatchEvent(new WheelEvent("wheel"));
      scroller.scrollTop = scroller.scrollHeight;
      await frame();
      for (let at = 0; at < most; at += 1) {
        // Back and forth, since ten turns are soon at an end.
        scroller.scrollTop += at % 40 < 20 ? -80 : 40;
        await frame();
      }
    },
    [frames, scrolls] as const,
  );
  return (1_000 * ((await taskTime(session)) - before)) / frames;
}

/** In seconds. */
async function taskTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

type GrowingWindow = Window & { dynamiqDelays?: number[]; dynamiqGrowing?: number };

async function writeWhileItGrows(page: Page, message: ConversationHostMessage): Promise<number> {
  await page.locator(".compose .msg").focus();
  await page.evaluate(startGrowing, { ...message, turns: [message.turns.at(-1)!] });
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press("a");
    await delay(70);
  }
  const delays = await page.evaluate(() => {
    const { dynamiqGrowing, dynamiqDelays = [] } = window as GrowingWindow;
    clearInterval(dynamiqGrowing);
    return dynamiqDelays;
  });
  if (delays.length !== keys) throw new Error(`${delays.length} of ${keys} keys were heard`);
  return delays.toSorted((a, b) => a - b)[Math.ceil(keys * 0.95) - 1] ?? Number.NaN;
}

/** Runs in the page: as the extension does, sends the newest turn four times a second, each time longer by 500 pieces. */
function startGrowing(message: ConversationHostMessage): void {
  const growing = window as GrowingWindow;
  const delays: number[] = (growing.dynamiqDelays = []);
  addEventListener("keydown", ({ timeStamp }) => {
    const painted = new MessageChannel();
    painted.port1.addEventListener("message", () => delays.push(performance.now() - timeStamp));
    painted.port1.start();
    requestAnimationFrame(() => painted.port2.postMessage(undefined));
  });
  let answer = "";
  growing.dynamiqGrowing = window.setInterval(() => {
    answer += `${"two ".repeat(490)}**ten**\n\n`;
    const turns = message.turns.map((turn) => ({ ...turn, status: "running", growing: true as const, answer }));
    window.postMessage({ ...message, turns }, "*");
  }, 250);
}
