import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { added, callStep, textStep } from "../../../../support/sampleRun.ts";
import { untilStill } from "../../../../support/stillness.ts";

const panels = usePanels();
const count = 1_500;

/** Twelve iterations of texts in Markdown and of calls. */
const long: StepView[] = Array.from({ length: count }, (_, index): StepView => {
  const place = { at: index * 10, iteration: 1 + Math.floor((12 * index) / count) };
  if (index % 3 === 0) return callStep(index + 1, `call_${index}`, { ...place, input: undefined, result: "{}" });
  const text = `Thought **${index}** says\n\n- one\n- two\n\n${"and so on ".repeat(index % 40)}`;
  return textStep(index + 1, text, place);
});

async function show(panel: PanelPage, whole = completedSnapshot()): Promise<Page> {
  const batches = Array.from({ length: Math.ceil(count / 256) }, (_, batch) =>
    long.slice(batch * 256, (batch + 1) * 256),
  );
  const [first, ...rest] = batches;
  await panel.send({ ...whole, story: first! }, ...rest.map((steps, index) => added(index + 1, ...steps)));
  return panel.page;
}

const inReach = (page: Page, sequence: number): Promise<boolean> =>
  page.locator(`[data-sequence="${sequence}"]`).evaluate((step) => {
    const { top, bottom } = step.getBoundingClientRect();
    return bottom > 130 && top < innerHeight - 24;
  });

test("only the visible part of a long story is in the page, under the head of its iteration", async () => {
  const panel = await panels.open();
  const page = await show(panel);
  const steps = page.locator("[data-sequence]");
  expect(await steps.count()).toBeLessThan(100);
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, 60_000);
  await expect.poll(() => steps.first().getAttribute("data-sequence").then(Number)).toBeGreaterThan(300);
  expect(await steps.count()).toBeLessThan(100);
  expect(await page.getByRole("log").getByRole("heading", { level: 2 }).first().isVisible()).toBe(true);
  const sequences = await steps.evaluateAll((all) => all.map((step) => Number(step.getAttribute("data-sequence"))));
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  expect(sequences.at(-1)! - sequences[0]!).toBe(sequences.length - 1);
});

test("a jump draws the steps in view; those around them and the outline follow, and heights are guessed well", async () => {
  const panel = await panels.open();
  const page = await show(panel);
  const jump = await page.getByRole("log").evaluate(async (log) => {
    const guessed = log.scrollHeight;
    const current = () => document.querySelector(".outline [aria-current] .label")?.textContent;
    const outline = [current()];
    // The frame of the scroll event, before its paint.
    const frame = new Promise((resolve) => log.addEventListener("scroll", () => requestAnimationFrame(resolve)));
    log.scrollTop = 60_000;
    await frame;
    outline.push(current());
    const lines = [...log.querySelectorAll(".line")];
    const { top, bottom } = log.getBoundingClientRect();
    const inView = lines
      .map((line) => line.getBoundingClientRect())
      .filter((box) => box.bottom > top && box.top < bottom);
    const average = inView.reduce((sum, { height }) => sum + height, 0) / inView.length;
    return { drawn: lines.length, inView: inView.length, guessed, average, outline };
  });
  expect(jump.inView).toBeGreaterThan(3);
  expect(jump.drawn - jump.inView).toBeLessThan(3);
  await expect.poll(() => page.locator(".line").count()).toBeGreaterThan(jump.inView + 6);
  expect(jump.outline[1]).toBe(jump.outline[0]);
  await expect.poll(() => page.locator(".outline [aria-current] .label").textContent()).not.toBe(jump.outline[0]);
  // Nearly all of the heights are guesses, of texts in Markdown, too.
  expect(jump.guessed / count / jump.average).toBeGreaterThan(0.8);
  expect(jump.guessed / count / jump.average).toBeLessThan(1.25);
});

test("nothing moves without the reader when heights become known and steps are added", async () => {
  const panel = await panels.open();
  const page = await show(panel);
  await page.getByRole("complementary", { name: "Outline" }).getByRole("button", { name: "call_60" }).click();
  await expect.poll(() => inReach(page, 61)).toBe(true);
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -40);
  await untilStill(page, '[data-sequence="61"]');
  const top = (): Promise<number> =>
    page.locator('[data-sequence="61"]').evaluate((step) => step.getBoundingClientRect().top);
  const before = await top();
  const more: StepView = { ...long[0]!, id: "more", sequence: count + 1, iteration: 12 };
  await panel.send(added(101, more));
  expect(await top()).toBeCloseTo(before, 0);
});

test("Home and End reach the ends of the story, whatever its rows turn out to be high", async () => {
  const panel = await panels.open();
  const page = await show(panel);
  const log = page.getByRole("log");
  await log.hover();
  await page.mouse.wheel(0, 60_000);
  const first = page.locator("[data-sequence]").first();
  await expect.poll(() => first.getAttribute("data-sequence").then(Number)).toBeGreaterThan(300);
  await untilStill(page, "[role=log]");
  await log.focus();
  await page.keyboard.press("Home");
  await expect.poll(() => log.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  await page.keyboard.press("End");
  await expect.poll(() => log.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop)).toBeLessThan(2);
  await expect.poll(() => inReach(page, count)).toBe(true);
});
