import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PageOptions, PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { runId } from "../../../../support/sampleRun.ts";
import { manyCalls, overSnapshot } from "../../../../support/timelineRun.ts";

const panels = usePanels();

/** A run of exactly 60 s with 500 calls in 50 iterations, over. */
async function open(options: PageOptions = {}, snapshot = overSnapshot(60_000, manyCalls(500))): Promise<PanelPage> {
  const { panel } = await panels.show(snapshot, { state: { runId, connectionId: "c1", tab: "timeline" }, ...options });
  return panel;
}

/** The window, in seconds. */
const seen = (page: Page): Promise<number[]> =>
  page.getByRole("slider").evaluateAll((sliders) => sliders.map((slider) => Number(slider.ariaValueNow)));
const grid = (page: Page) => page.getByRole("treegrid");
const selected = (page: Page): Promise<string | null> =>
  page.locator('[aria-selected="true"][role="row"]').getAttribute("aria-label");

test("keys and buttons zoom in, out and show all; the rows are those of the window", async () => {
  const { page } = await open();
  expect(await seen(page)).toEqual([0, 60]);
  await grid(page).press("+");
  expect(await seen(page)).toEqual([10, 50]);
  expect(await page.locator(".cap").innerText()).toMatch(/^0:10 – 0:50\n\d+ of 550 rows$/);
  await page.getByRole("button", { name: "Zoom In (+)" }).click();
  expect(await seen(page)).toEqual([16.7, 43.3]);
  await page.getByRole("button", { name: "Zoom Out (-)" }).click();
  await page.keyboard.press("-");
  expect(await seen(page)).toEqual([0, 60]);
  await grid(page).press("=");
  await page.keyboard.press("0");
  expect(await seen(page)).toEqual([0, 60]);
  await page.keyboard.press("+");
  await page.getByRole("button", { name: "Show All (0)" }).click();
  expect(await seen(page)).toEqual([0, 60]);
});

test("Ctrl and the wheel zoom at the pointer; the wheel sideways pans", async () => {
  const { page } = await open();
  const track = (await page.locator(".ruler .track").boundingBox())!;
  await page.mouse.move(track.x + 2, track.y + 200);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await expect.poll(() => seen(page)).not.toEqual([0, 60]);
  const [from, to] = await seen(page);
  expect(from).toBeLessThan(1);
  expect(to).toBeCloseTo(49.1, 0);
  await page.mouse.wheel(100, 0);
  await expect.poll(async () => (await seen(page))[0]).toBeGreaterThan(from! + 3);
});

test("arrows move through the rows, left and right collapse an iteration, Z zooms to one and Enter goes to the story", async () => {
  const { page } = await open();
  await grid(page).focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  expect(await selected(page)).toBe("call_1, 100 ms");
  expect(await page.getByRole("tooltip").innerText()).toMatch(/call_1\s+http\s+100 ms\s+Start\s+0:00\.1/);
  await page.keyboard.press("ArrowLeft");
  expect(await selected(page)).toMatch(/^Iteration 1,/);
  const iteration = page.getByRole("row", { name: /^Iteration 1,/ });
  expect(await iteration.getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("ArrowLeft");
  expect(await iteration.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("ArrowDown");
  expect(await selected(page)).toMatch(/^Iteration 2,/);
  await page.keyboard.press("ArrowRight");
  expect(await selected(page)).toBe("call_10, 100 ms");
  await page.keyboard.press("z");
  expect(await seen(page)).toEqual([1.2, 1.3]);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("tooltip").count()).toBe(0);
  await page.keyboard.press("Enter");
  await page.getByRole("log", { name: "Story" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.closest("[data-sequence]")?.textContent)).toContain(
    "call_10",
  );
});

test("a search marks names and goes through them as in the events, into what is collapsed or out of the zoom", async () => {
  const { page } = await open();
  const iteration = page.getByRole("row", { name: /^Iteration 43,/ });
  const cap = page.locator(".cap");
  const whole = await cap.innerText();
  await page.keyboard.press("Control+f");
  await page.keyboard.insertText("CALL_42");
  const words = page.locator(".search .num");
  await expect.poll(() => words.innerText()).toBe("11 matches");
  // Nothing is hidden, and the first match is in sight.
  expect(await cap.innerText()).toBe(whole);
  await page.locator(".tl-row mark", { hasText: "call_42" }).first().waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => words.innerText()).toBe("1 of 11");
  expect(await selected(page)).toMatch(/^call_42,/);
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => words.innerText()).toBe("11 of 11");
  expect(await selected(page)).toMatch(/^call_429,/);

  await iteration.hover();
  await iteration.locator(".twist").click();
  expect(await iteration.getAttribute("aria-expanded")).toBe("false");
  await grid(page).press("+");
  await page.keyboard.press("Control+f");
  await page.keyboard.press("Enter");
  await expect.poll(() => selected(page)).toMatch(/^call_42,/);
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => iteration.getAttribute("aria-expanded")).toBe("true");
  expect(await selected(page)).toMatch(/^call_429,/);
  expect(await seen(page)).toEqual([0, 60]);

  await page.keyboard.press("Escape");
  expect(await words.innerText()).toBe("11 of 11");
  await page.keyboard.press("Escape");
  expect(await words.count()).toBe(0);
  expect(await page.locator(".tl-row mark").count()).toBe(0);
});
