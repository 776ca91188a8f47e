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
