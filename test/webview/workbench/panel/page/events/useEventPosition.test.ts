import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PanelPage, SavedState } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { delta, rows, runId } from "../../../../support/sampleRun.ts";

const panels = usePanels();
const all = rows(6_000);

const first = (page: Page): Promise<{ sequence: number; y: number }> =>
  page.getByRole("grid").evaluate((grid) => {
    const top = grid.getBoundingClientRect().top + 24;
    const row = [...grid.querySelectorAll(".ev-row")].find((each) => each.getBoundingClientRect().bottom > top);
    return {
      sequence: Number(row?.getAttribute("data-sequence")),
      y: Math.round((row?.getBoundingClientRect().top ?? 0) - top),
    };
  });

/** Waits until effects of the last drawing, as one that leads to the first match, are drawn as well. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });

async function reader(state: SavedState = { tab: "events" }): Promise<PanelPage> {
  const { panel } = await panels.show([{ type: "remember", memory: { runId, connectionId: "c1" } }], { state });
  return panel;
}

/** Sends the rest of the rows as the extension does: in batches. */
async function sendRest(panel: PanelPage, from: number): Promise<void> {
  const size = 1_000;
  for (let at = from; at < all.length; at += size) {
    await panel.send(
      delta({
        batch: at,
        rows: all.slice(at, at + size),
        totals: { eventCount: all.length, lastSequence: all.length },
      }),
    );
  }
}

test("a panel that was hidden comes back with the same events in view, the same one open, the same filter", async () => {
  const before = await reader();
  await before.send({ ...completedSnapshot(), rows: all });
  await before.page.getByRole("button", { name: /^Text/ }).click();
  await before.page.getByRole("textbox").fill("piece");
  await before.page.locator(".ev-row mark").first().waitFor();
  await drawn(before.page);
  await before.page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, 2_345 * 22 + 9));
  await expect.poll(async () => (await first(before.page)).sequence).toBeGreaterThan(2_000);
  const place = await first(before.page);
  // Every seventh is a tool call, and not listed.
  const chosen = (place.sequence + 8) % 7 === 0 ? place.sequence + 9 : place.sequence + 8;
  await before.page.locator(`[data-sequence="${chosen}"]`).click();
  await expect.poll(async () => JSON.stringify(await before.savedState())).toContain(`"selected":${chosen}`);

  const after = await reader(await before.savedState());
  const { page } = after;
  await after.send({ ...completedSnapshot(), rows: all.slice(0, 256) });
  await page.getByText(/^Event [\d,]+ is loading\.$/).waitFor();
  expect(await page.locator(".ev-row").first().isVisible()).toBe(false);
  expect(await after.sent("showEvent")).toEqual([{ type: "showEvent", sequence: chosen }]);
  await sendRest(after, 256);
  await expect.poll(() => first(page)).toEqual(place);
  expect(await page.getByText(/is on its way/).count()).toBe(0);
  expect(await page.getByRole("row", { selected: true }).getAttribute("data-sequence")).toBe(String(chosen));
  expect(await page.getByRole("button", { name: /^Text/ }).getAttribute("aria-pressed")).toBe("true");
  expect(await page.getByRole("textbox").inputValue()).toBe("piece");
});
