import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { PanelPage } from "../../../../../support/panelPage.ts";
import { usePanels } from "../../../../../support/panels.ts";
import { completedSnapshot } from "../../../../../support/sampleEnds.ts";
import { added, snapshot, texts } from "../../../../../support/sampleRun.ts";

const panels = usePanels();

const iterations = (count: number, from = 1): StepView[] =>
  texts(count, from).map((step) => ({ ...step, iteration: step.sequence }));

async function open(live: boolean): Promise<PanelPage> {
  const { panel } = await panels.show([
    { ...(live ? snapshot() : completedSnapshot()), story: iterations(150) },
    added(1, ...iterations(150, 151)),
  ]);
  return panel;
}

const outline = (page: Page) => page.getByRole("complementary", { name: "Outline" });

/** The words of the current line, if it is one and can be seen: the result sticks over the others. */
const current = (page: Page): Promise<string> =>
  outline(page).evaluate((aside) => {
    const [line, ...more] = [...aside.querySelectorAll("[aria-current]")];
    if (!line || more.length > 0) return line ? "more than one" : "none";
    const { left, top, bottom } = line.getBoundingClientRect();
    const edges = [top + 1, bottom - 1].map((y) => document.elementFromPoint(left + 1, y));
    return edges.every((each) => each === line) ? (line.querySelector(".label")?.textContent ?? "") : "out of view";
  });

test("it is one stop, at the reader's line, and keys move in it without scrolling it away", async () => {
  const panel = await open(true);
  const { page } = panel;
  await expect.poll(() => current(page)).toBe("Iteration 300");
  const line = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.querySelector(".label")?.textContent);
  await page.getByRole("log").focus();
  for (let press = 0; press < 6 && (await line()) === undefined; press += 1) await page.keyboard.press("Tab");
  expect(await line()).toBe("Iteration 300");
  expect(await outline(page).getByRole("listitem").count()).toBeLessThan(80);
  for (const [key, last] of [
    ["Home", "Iteration 1"],
    ["End", "Iteration 300"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(line).toBe(last);
  }
  await page.keyboard.press("k");
  await expect.poll(line).toBe("Iteration 299");
  await page.keyboard.press("ArrowUp");
  await expect.poll(line).toBe("Iteration 298");
  await panel.send(added(2, ...iterations(40, 301)));
  expect(await line()).toBe("Iteration 298");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest("[data-sequence]")?.getAttribute("data-sequence")))
    .toBe("298");
  await expect.poll(() => current(page)).toBe("Iteration 298");
});

test("the result stays at the lower edge, with nothing below it, and doesn't cover the reader's line", async () => {
  const { panel, page } = await panels.show([
    {
      ...completedSnapshot(),
      story: [...iterations(120), { kind: "completed", id: "end", sequence: 400, title: "Completed", text: "" }],
    },
    { type: "goTo", sequence: 3 },
  ]);
  await expect.poll(() => current(page)).toBe("Iteration 3");
  await panel.post({ type: "goTo", sequence: 57 });
  await expect.poll(() => current(page)).toBe("Iteration 57");
  const below = await outline(page).evaluate((aside) => {
    const result = aside.querySelector(".out-line.last")!.getBoundingClientRect();
    return aside.getBoundingClientRect().bottom - result.bottom;
  });
  expect(below).toBe(0);
  await page.setViewportSize({ width: 1400, height: 517 });
  await expect.poll(() => current(page)).toBe("Iteration 57");
});
