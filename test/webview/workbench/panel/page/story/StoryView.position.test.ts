import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../../../../support/sampleEnds.ts";
import { added, requestStep, snapshot, type Snapshot, texts } from "../../../../support/sampleRun.ts";
import { untilStill } from "../../../../support/stillness.ts";

const panels = usePanels();

const distanceFromEnd = (page: Page): Promise<number> =>
  page.getByRole("log").evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));

test("a failed run opens at its failure, and the error can be copied", async () => {
  const { panel, page } = await panels.show(failedSnapshot(), { height: 500 });
  const failure = page.getByRole("region", { name: "Failure" });
  await expect.poll(() => failure.evaluate((card) => card.getBoundingClientRect().top < innerHeight - 24)).toBe(true);
  expect(await failure.textContent()).toContain("The payment gateway did not respond within 30 s.");
  await failure.getByRole("button", { name: "Copy Error" }).click();
  const [copy] = await panel.sent("copy");
  expect(copy?.text).toMatch(/^The payment gateway did not respond within 30 s\.\npayment_gateway_timeout\n\{/);
});

const whole = completedSnapshot();
const done = { ...whole.story.at(-1)!, sequence: 9000 };

/** Where a step is in its view: its edges, in pixels below the upper edge of the view, and the view's height. */
const placeOf = (page: Page, kind: string): Promise<{ top: number; bottom: number; height: number }> =>
  page.locator(`[data-kind="${kind}"]`).evaluate((step) => {
    const [own, view] = [step.getBoundingClientRect(), step.closest(".scroll")!.getBoundingClientRect()];
    return { top: own.top - view.top, bottom: own.bottom - view.top, height: view.height };
  });

test("a finished run opens at its result, also when its story arrives in pieces, and nothing of it is new", async () => {
  const { panel, page } = await panels.show({ ...whole, story: whole.story.slice(0, -1) });
  expect(await page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(0);
  await panel.send(added(1, ...texts(300)));
  await panel.send(added(2, done));
  // A short result is at the end, with the last steps above it.
  await expect.poll(() => distanceFromEnd(page)).toBe(0);
  const { top, bottom, height } = await placeOf(page, "completed");
  expect(bottom).toBeLessThanOrEqual(height);
  expect(top).toBeGreaterThan(100);
  expect(await page.getByRole("button", { name: "new" }).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
});

test("the button that leads to the result never lies over it, and goes away once it is in view", async () => {
  const story = [...whole.story.slice(0, -1), ...texts(60), done];
  const state = { ...whole.state, output: { kind: "value" as const, value: 7, bytes: 1 } };
  const { page } = await panels.show({ ...whole, state, story }, { width: 700, height: 500 });
  const button = page.getByRole("button", { name: "Go to Result" });
  /** How far the button reaches into the section of the result, in pixels. */
  const covered = (): Promise<number> =>
    page.evaluate(() => {
      const pill = document.querySelector(".pill.go.end")?.getBoundingClientRect();
      const result = document.querySelector('.iter:has([data-kind="completed"])')?.getBoundingClientRect();
      return pill && result ? Math.max(0, pill.bottom - result.top) : 0;
    });
  await expect.poll(() => distanceFromEnd(page)).toBe(0);
  expect(await button.count()).toBe(0);
  for (let above = 0; above <= 160; above += 8) {
    await page.getByRole("log").evaluate((log, by) => log.scrollTo(0, log.scrollHeight - log.clientHeight - by), above);
    await untilStill(page, "[role=log]");
    expect(await covered(), `${above} pixels above the end`).toBe(0);
  }
  await page.getByRole("log").evaluate((log) => log.scrollBy(0, -400));
  await button.click();
  await expect.poll(() => distanceFromEnd(page)).toBe(0);
  await expect.poll(() => button.count()).toBe(0);
});

test("what scrolls without pointer and keys, as a screen reader does, isn't taken back to the result", async () => {
  const output = { kind: "value" as const, value: { reply: "A paragraph.\n\n".repeat(90) }, bytes: 1300 };
  const story = [...whole.story.slice(0, -1), ...texts(60), done];
  const { page } = await panels.show({ ...whole, state: { ...whole.state, output }, story });
  const top = (): Promise<number> => placeOf(page, "completed").then((place) => Math.round(place.top));
  await expect.poll(top).toBe(32);
  await page.getByRole("log").evaluate((log) => log.scrollBy(0, 300));
  await untilStill(page, "[role=log]");
  expect(await top()).toBe(32 - 300);
});

/** Runs in the page. How far its story is from the place that it has saved, in pixels. */
function distanceFromSaved(): number {
  const { places } = window.recorder.state as { places: { story: { place: { sequence: number; below: number } } } };
  const { sequence, below } = places.story.place;
  const step = document.querySelector(`.step[data-sequence="${sequence}"]`);
  if (!step) return Infinity;
  return Math.abs(step.getBoundingClientRect().top - step.closest(".scroll")!.getBoundingClientRect().top + below);
}

test("a panel that comes back opens its story where the reader left it, with the same steps open", async () => {
  const story = [...whole.story.slice(0, -1), ...texts(200), done];
  const { panel: before } = await panels.show({ ...whole, story });
  await expect.poll(() => distanceFromEnd(before.page)).toBe(0);
  await before.page.getByRole("button", { name: /^steps/ }).click();
  await before.page.getByRole("log").hover();
  await before.page.mouse.wheel(0, -2500);
  await expect.poll(() => distanceFromEnd(before.page)).toBeGreaterThan(2000);
  const topOf = (page: Page): Promise<(string | number | undefined)[]> =>
    page.evaluate(() => {
      const view = document.querySelector(".scroll")!.getBoundingClientRect();
      const steps = [...document.querySelectorAll<HTMLElement>(".step[data-sequence]")];
      const step = steps.find((each) => each.getBoundingClientRect().bottom > view.top + 40);
      return [step?.dataset["sequence"], Math.round(step!.getBoundingClientRect().top - view.top)];
    });
  await untilStill(before.page, '[data-kind="completed"]');
  const place = await topOf(before.page);
  await expect
    .poll(async () => (await before.savedState())?.places)
    .toMatchObject({ story: { landed: true, atEnd: false } });
  // The click has saved a place, too. That of the last scrolling is saved a moment later.
  await expect.poll(() => before.page.evaluate(distanceFromSaved)).toBeLessThan(2);
  const state = await before.savedState();
  const { panel: after } = await panels.show({ ...whole, story }, { state: state! });
  await expect.poll(() => topOf(after.page)).toEqual(place);
  await after.page.getByRole("log").focus();
  await after.page.keyboard.press("r");
  await after.page.getByRole("button", { name: /^steps/, expanded: true }).waitFor();
});

test("it stays at the end while the reader is there; otherwise a pill counts and goes back", async () => {
  const { panel, page } = await panels.show(snapshot());
  await panel.send(added(1, ...texts(200)));
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
  expect(await page.getByRole("button", { name: "new" }).count()).toBe(0);
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -900);
  await expect.poll(() => distanceFromEnd(page)).toBeGreaterThan(500);
  const seen = await page.evaluate(() =>
    document.elementFromPoint(200, 400)?.closest("[data-sequence]")?.getAttribute("data-sequence"),
  );
  const top = (): Promise<number> =>
    page.locator(`[data-sequence="${seen}"]`).evaluate((step) => step.getBoundingClientRect().top);
  await untilStill(page, `[data-sequence="${seen}"]`);
  const before = await top();
  await panel.send(added(2, ...texts(12, 400)));
  expect(await top()).toBeCloseTo(before, 0);
  await page.getByRole("button", { name: "12 new" }).click();
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
  expect(await page.getByRole("button", { name: "new" }).count()).toBe(0);
  await panel.send(added(3, ...texts(30, 500)));
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
});

const waiting = {
  ...snapshot().state,
  header: { ...snapshot().state.header, status: "awaiting_input", statusWord: "Waiting for you" },
};
const asking = (before: readonly StepView[]): Snapshot =>
  snapshot({ state: waiting, story: [...before, requestStep(90, { iteration: 3 })] });

test("steps that come into sight aren't called new, whether or not the story has ever scrolled", async () => {
  const panel = await panels.open({ height: 1200 });
  const { page } = panel;
  const pill = page.getByRole("button", { name: "new" });
  await panel.send(asking(texts(3, 10)));
  await panel.send(added(1, ...texts(3)));
  await page.getByText("Thought 102").waitFor();
  expect(await pill.count()).toBe(0);
  await panel.send(added(2, ...texts(60, 200)));
  await page.getByRole("button", { name: "60 new" }).waitFor();
  await page.setViewportSize({ width: 1400, height: 4000 });
  await expect.poll(() => pill.count()).toBe(0);
  expect(await page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(0);
});

test("collapsed steps and the reader's place survive a change of tabs", async () => {
  const { page } = await panels.show(completedSnapshot(), { height: 500 });
  await page.getByRole("article", { name: "lookup_customer" }).getByRole("button").first().click();
  // The run opened at its result.
  await page.getByRole("log").evaluate((log) => log.scrollTo(0, 0));
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, 120);
  await expect.poll(() => page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(120);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("tab", { name: "Story" }).click();
  await expect.poll(() => page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(120);
  expect(await page.getByLabel("Input of lookup_customer").count()).toBe(1);
});
