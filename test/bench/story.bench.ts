import type { StepView } from "../../src/protocol/storyViews.ts";
import { launchChromium } from "../harness/chromium.ts";
import { PanelPage } from "../webview/support/panelPage.ts";
import { startPanelServer } from "../webview/support/panelServer.ts";
import { delta, snapshot } from "../webview/support/sampleRun.ts";
import { report } from "./figures.ts";
import { recordFrames } from "./support/frames.ts";
import { reportFrames } from "./support/reportFrames.ts";

/** Measures the story with 20,000 steps that arrive, are scrolled through, and with a growing text. */
const count = 20_000;
const batchSize = 256;

const steps = Array.from({ length: count }, (_, index): StepView => {
  const place = { id: `i${index}`, sequence: index + 1, at: index * 10, iteration: 1 + Math.floor(index / 500) };
  if (index % 3 === 0) {
    return {
      ...place,
      kind: "tool",
      name: `call_${index}`,
      summary: "a → b",
      result: "{}",
      state: "finished",
      duration: 5,
    };
  }
  const text = `Thought **${index}** says\n\n- one\n- \`two\`\n\n${"and so on ".repeat(index % 40)}`;
  return { ...place, kind: "text", object: "agent.reasoning.delta", text, growing: false };
});
const batches = Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) =>
  steps.slice(batch * batchSize, (batch + 1) * batchSize),
);

const [browser, server] = await Promise.all([launchChromium(), startPanelServer()]);
const panel = await PanelPage.open(browser, server);
const { page } = panel;
await page.bringToFront();
const [first = [], ...rest] = batches;
const deltas = rest.map((story, index) => delta({ batch: index + 1, story: story.map((upsert) => ({ upsert })) }));
/** As the extension sends them: no more than four that were not drawn. */
const arrive = async (): Promise<void> => {
  await panel.send(snapshot({ story: first }));
  for (let sent = 0; sent < deltas.length; sent += 4) await panel.send(...deltas.slice(sent, sent + 4));
};
reportFrames(`story: ${count} steps arrive`, await recordFrames(page, arrive));
const elements = await page.evaluate(() => document.querySelectorAll("*").length);
report({ name: `story: elements in the page for ${count} steps`, value: elements, unit: "elements" });

await page.getByRole("log").hover();
const scroll = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await page.mouse.wheel(0, turn < 30 ? -4_000 : 4_000);
};
reportFrames("story: 60 turns of the wheel", await recordFrames(page, scroll));

const growing = { ...steps[1], id: "grows", sequence: count + 1, growing: true, text: "" } as StepView;
await panel.send(delta({ batch: 1_000, story: [{ upsert: growing }] }));
const grow = async (): Promise<void> => {
  for (let piece = 0; piece < 200; piece += 1) {
    const append = `Piece ${piece} of **a text** that grows, with \`code\`, ${piece % 10 === 9 ? "\n\n" : ""}`;
    await panel.send(delta({ batch: 1_001 + piece, story: [{ append, id: "grows" }] }));
  }
};
reportFrames("story: a text grows 200 times", await recordFrames(page, grow));
await browser.close();
await server.close();
