import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../../../../support/sampleEnds.ts";
import { delta, rows, snapshot } from "../../../../support/sampleRun.ts";
import { untilStill } from "../../../../support/stillness.ts";
import { sequences, selected } from "./support/eventRows.ts";

const panels = usePanels();

test("rows show number, type and summary; failed ones are red, marks show missing events", async () => {
  const { page } = await panels.show(failedSnapshot());
  await page.getByRole("tab", { name: "Events" }).click();
  const grid = page.getByRole("grid", { name: "Events" });
  expect(await grid.getAttribute("aria-rowcount")).toBe("33");
  const row = page.locator('[data-sequence="7"]');
  expect(await row.getByRole("gridcell").allTextContents()).toEqual([
    "7",
    expect.stringMatching(/^\d\d:15:21\.280$/),
    "",
    "agent.tool_call.completed",
    'get_policy · {"limit_usd":500,"n":7}',
  ]);
  expect(await row.getByRole("img", { name: "Tool" }).count()).toBe(1);
  expect(await page.locator('.bad[data-sequence="30"]').getByRole("img", { name: "Run, failed" }).count()).toBe(1);
  const lines = await grid
    .getByRole("row")
    .evaluateAll((all) => all.map((line) => [line.getAttribute("aria-rowindex"), line.getAttribute("data-sequence")]));
  expect(lines.slice(9, 12)).toEqual([
    ["10", "9"],
    ["11", null],
    ["12", "10"],
  ]);
  expect(await page.getByRole("row", { name: "4 events are missing: 15 to 18." }).getAttribute("aria-rowindex")).toBe(
    "17",
  );
});

test("a clicked row is requested, and shows its raw JSON, which can be copied", async () => {
  const { panel, page } = await panels.show(completedSnapshot());
  await page.getByRole("tab", { name: "Events" }).click();
  await page.locator('[data-sequence="7"]').click();
  await expect.poll(() => panel.sent("showEvent")).toEqual([{ type: "showEvent", sequence: 7 }]);
  const json = '{\n  "sequence": 7\n}';
  await panel.send({ type: "event", sequence: 8, json: "late answer to another question" });
  await panel.send({ type: "event", sequence: 7, json });
  const detail = page.getByRole("region", { name: "Event 7" });
  expect(await detail.getByLabel("Raw JSON").textContent()).toBe(json);
  await detail.getByRole("button", { name: "Copy as JSON" }).click();
  expect(await panel.sent("useEvent")).toEqual([{ type: "useEvent", use: "copy", sequence: 7 }]);
  await page.locator('[data-sequence="9"]').click();
  await panel.send({ type: "event", sequence: 9 });
  expect(await page.getByRole("region", { name: "Event 9" }).textContent()).toContain(
    "no longer in memory, and the app no longer stores it",
  );
  await page.getByRole("grid").press("Escape");
  await expect.poll(() => page.getByRole("region").count()).toBe(0);
});

test("keys move the selection over marks, by pages and to both ends", async () => {
  const { page } = await panels.show({
    ...completedSnapshot(),
    rows: rows(2000),
    marks: [{ after: 2, text: "Connection lost.", reconnect: true }],
  });
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("grid").focus();
  const press = async (key: string, expected: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect.poll(() => selected(page)).toBe(expected);
  };
  await press("ArrowDown", "1");
  await press("ArrowDown", "2");
  await press("ArrowDown", "3");
  await press("ArrowUp", "2");
  await press("End", "2000");
  await press("PageUp", String(2000 - (await pageOf(page))));
  await press("Home", "1");
  await press("PageDown", String(await pageOf(page)));
  const active = await page.getByRole("grid").getAttribute("aria-activedescendant");
  expect(active).toBe(`event-${await pageOf(page)}`);
  expect(await page.locator(`#${active}`).isVisible()).toBe(true);
});

/** Rows that PageDown goes: what fits, less the head and one row that stays in view. */
async function pageOf(page: Page): Promise<number> {
  const height = await page.getByRole("grid").evaluate((grid) => grid.clientHeight);
  return Math.floor(height / 22) - 2;
}

test("a live run stays at its end until the reader leaves it", async () => {
  const { panel, page } = await panels.show({ ...snapshot(), rows: rows(500) });
  await page.getByRole("tab", { name: "Events" }).click();
  await expect.poll(() => sequences(page)).toContain(500);
  await panel.send(delta({ batch: 1, rows: rows(100, 501) }));
  await expect.poll(() => sequences(page)).toContain(600);
  await page.getByRole("grid").hover();
  await page.mouse.wheel(0, -4000);
  await expect.poll(() => sequences(page)).not.toContain(600);
  await untilStill(page, "[role=grid]");
  const before = await sequences(page);
  await panel.send(delta({ batch: 2, rows: rows(40, 601) }));
  expect(await sequences(page)).toEqual(before);
  await page.getByRole("button", { name: "40 new" }).click();
  await expect.poll(() => sequences(page)).toContain(640);
});

test("a lost connection is a row beside a gap, which alone is a warning", async () => {
  const { page } = await panels.show(failedSnapshot());
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("row", { name: "Reconnected after 3.2 s" }).locator(".codicon-debug-disconnect").waitFor();
  await page.getByRole("row", { name: "4 events are missing" }).locator(".codicon-warning").waitFor();
  expect(await page.locator("footer .num").textContent()).toBe("1 gap · 1 reconnect · 30 events");
});

test("a gap's row requests the missing events, says so, and shows the result", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const mark = { after: 9, text: "4 events are missing: 10 to 13.", gap: { from: 10, to: 13 } };
  await panel.send({ ...completedSnapshot(), rows: [...rows(9), ...rows(5, 14)], marks: [mark] });
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("button", { name: "Load events 10 to 13" }).click();
  expect(await panel.sent("loadGap")).toEqual([{ type: "loadGap", from: 10, to: 13 }]);
  await panel.send(delta({ batch: 1, marks: [{ ...mark, loading: true }] }));
  await page.getByRole("row", { name: "10 to 13. Loading" }).waitFor();
  expect(await page.getByRole("button", { name: "Load events" }).count()).toBe(0);
  await panel.send(delta({ batch: 2, marks: [{ ...mark, text: `${mark.text} The app returned none at 09:15:43.` }] }));
  await page.getByRole("row", { name: "The app returned none" }).waitFor();
  await page.getByRole("button", { name: "Load events 10 to 13" }).waitFor();
});
