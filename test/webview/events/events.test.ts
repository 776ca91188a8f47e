import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import { delta, rows, snapshot } from "../support/sampleRun.ts";

const panels = usePanels();

const sequences = (page: Page): Promise<number[]> =>
  page.locator(".ev-row").evaluateAll((all) => all.map((row) => Number(row.getAttribute("data-sequence"))));
const selected = (page: Page): Promise<string | null> =>
  page.getByRole("row", { selected: true }).getAttribute("data-sequence", { timeout: 2000 });
const many = { eventCount: 20_000, lastSequence: 20_000 };

test("rows tell number, type and summary; failed ones are red, marks stand where something is missing", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send(failedSnapshot());
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
  expect(await page.getByRole("row", { name: "4 events missing, 15 to 18." }).getAttribute("aria-rowindex")).toBe("17");
});

test("a row that is pressed is asked for, and shows its raw JSON, which can be copied", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send(completedSnapshot());
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
    "no longer in memory or stored by the app",
  );
  await page.getByRole("grid").press("Escape");
  await expect.poll(() => page.getByRole("region").count()).toBe(0);
});

test("keys move the selection over marks, by pages and to both ends", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({
    ...completedSnapshot(),
    rows: rows(2000),
    marks: [{ after: 2, text: "Connection lost.", warning: false }],
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

test("20,000 rows are few in the document, and every one can be reached", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({ ...completedSnapshot(), rows: rows(20_000), totals: many });
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("grid").waitFor();
  expect((await sequences(page)).slice(0, 3)).toEqual([1, 2, 3]);
  expect((await sequences(page)).length).toBeLessThan(80);
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, 10_000 * 22));
  await expect.poll(() => sequences(page)).toContain(10_010);
  expect((await sequences(page)).length).toBeLessThan(80);
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
  await expect.poll(() => sequences(page)).toContain(20_000);
});

test("a run that goes on is watched at its end until the reader leaves it", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({ ...snapshot(), rows: rows(500) });
  await page.getByRole("tab", { name: "Events" }).click();
  await expect.poll(() => sequences(page)).toContain(500);
  await panel.send(delta({ batch: 1, rows: rows(100, 501) }));
  await expect.poll(() => sequences(page)).toContain(600);
  await page.getByRole("grid").hover();
  await page.mouse.wheel(0, -4000);
  await expect.poll(() => sequences(page)).not.toContain(600);
  const before = await sequences(page);
  await panel.send(delta({ batch: 2, rows: rows(40, 601) }));
  expect(await sequences(page)).toEqual(before);
  await page.getByRole("button", { name: "40 new" }).click();
  await expect.poll(() => sequences(page)).toContain(640);
});

test("the elements of rows that leave the view become those of the rows that come", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({ ...snapshot(), rows: rows(500) });
  await page.getByRole("tab", { name: "Events" }).click();
  await expect.poll(() => sequences(page)).toContain(500);
  await page.locator(".ev-row").evaluateAll((elements) => {
    for (const element of elements) element.setAttribute("data-old", "");
  });
  const count = await page.locator(".ev-row[data-old]").count();
  await panel.send(delta({ batch: 1, rows: rows(300, 501) }));
  expect(await sequences(page)).toEqual(Array.from({ length: count }, (_, index) => 801 - count + index));
  expect(await page.locator(".ev-row[data-old]").count()).toBe(count);
});

test("rows that were missing take their place, rows that come twice stay single", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({
    ...completedSnapshot(),
    rows: [...rows(5), ...rows(5, 11)],
    marks: [{ after: 5, text: "5 events missing", warning: true }],
  });
  await page.getByRole("tab", { name: "Events" }).click();
  await panel.send(delta({ batch: 1, rows: rows(7, 5), marks: [] }));
  expect(await sequences(page)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  expect(await page.locator(".ev-mark").count()).toBe(0);
});

test("a gap's row asks for what is missing, says that it does, and what came of it", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const mark = { after: 9, text: "4 events missing, 10 to 13.", warning: true, gap: { from: 10, to: 13 } };
  await panel.send({ ...completedSnapshot(), rows: [...rows(9), ...rows(5, 14)], marks: [mark] });
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("button", { name: "Load events 10 to 13" }).click();
  expect(await panel.sent("loadGap")).toEqual([{ type: "loadGap", from: 10, to: 13 }]);
  await panel.send(delta({ batch: 1, marks: [{ ...mark, loading: true }] }));
  await page.getByRole("row", { name: "10 to 13. Loading" }).waitFor();
  expect(await page.getByRole("button", { name: "Load events" }).count()).toBe(0);
  await panel.send(
    delta({ batch: 2, marks: [{ ...mark, text: `${mark.text} The app had no stored events there at 09:15:43.` }] }),
  );
  await page.getByRole("row", { name: "The app had no stored events there" }).waitFor();
  await page.getByRole("button", { name: "Load events 10 to 13" }).waitFor();
});

test("rows whose events have left the memory get their words when they are looked at, and give them back later", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const all = rows(20_000);
  const wordless = all.map((row) =>
    row.sequence <= 15_000 ? { sequence: row.sequence, type: row.type, group: row.group } : row,
  );
  await panel.send({ ...completedSnapshot(), rows: wordless, totals: { ...many, firstHeld: 15_001 } });
  await page.getByRole("tab", { name: "Events" }).click();
  const row = (sequence: number) => page.locator(`[data-sequence="${sequence}"]`);
  expect(await row(7).textContent()).toContain("agent.tool_call.completed…");
  await expect.poll(() => panel.sent("loadRows")).toEqual([{ type: "loadRows", sequence: 1 }]);
  await panel.send({ type: "pastRows", sequence: 1, rows: [], error: "connect ECONNREFUSED" });
  await page.getByRole("alert").getByText("connect ECONNREFUSED").waitFor();
  await page.getByRole("button", { name: "Retry" }).click();
  await panel.send({ type: "pastRows", sequence: 1, rows: all.slice(0, 200) });
  await page.getByText("piece 2", { exact: true }).waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, 10_000 * 22));
  await expect.poll(async () => (await panel.sent("loadRows")).at(-1)?.sequence).toBeGreaterThan(9_000);
  const asked = (await panel.sent("loadRows")).at(-1)!.sequence;
  await panel.send({
    type: "pastRows",
    sequence: asked,
    rows: all.slice(9_900, 10_100).filter(({ sequence }) => sequence !== asked),
  });
  await page.getByText("piece 10004", { exact: true }).waitFor();
  expect(await row(asked).textContent()).toContain("no longer stores");
  for (let index = 0; index < 20; index += 1) {
    await panel.send({
      type: "pastRows",
      sequence: 201 + index * 200,
      rows: all.slice(200 + index * 200, 400 + index * 200),
    });
  }
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, 0));
  await row(2).getByText("…").waitFor();
  expect((await panel.sent("loadRows")).length).toBeGreaterThan(2);
});

test("rows that were here lose their words when their events leave the memory", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send({ ...completedSnapshot(), rows: rows(300), totals: { eventCount: 300, lastSequence: 300 } });
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByText("piece 2", { exact: true }).waitFor();
  await panel.send(
    delta({ batch: 1, rows: rows(10, 301), totals: { eventCount: 310, lastSequence: 310, firstHeld: 5 } }),
  );
  const row = (sequence: number) => page.locator(`[data-sequence="${sequence}"]`);
  await row(4).getByText("…").waitFor();
  await row(5).getByText("piece 5", { exact: true }).waitFor();
  await row(2).click();
  await panel.send({ type: "event", sequence: 2, error: "The app did not answer." });
  const detail = page.getByRole("region", { name: "Event 2" });
  await detail.getByText("The app did not answer.").waitFor();
  await detail.getByRole("button", { name: "Retry" }).click();
  expect((await panel.sent("showEvent")).map(({ sequence }) => sequence)).toEqual([2, 2]);
  await panel.send({ type: "event", sequence: 2, json: "{}" });
  await detail.getByLabel("Raw JSON").waitFor();
});

test("a row that stays in view keeps its element, and where all are new no element changes its place", async () => {
  const panel = await panels.open({ state: { tab: "events" } });
  const { page } = panel;
  await panel.send(snapshot({ rows: rows(1_000) }));
  await page.locator('[data-sequence="1000"]').waitFor();
  type Tagged = Element & { place?: number; told?: string | null };
  const drawn = page.locator(".ev-row");
  await drawn.evaluateAll((all) => all.forEach((row, place) => Object.assign(row, { place })));
  await panel.send(delta({ batch: 1, rows: rows(500, 1_001) }));
  await page.locator('[data-sequence="1500"]').waitFor();
  const places = await drawn.evaluateAll((all) => all.map((row) => (row as Tagged).place));
  expect(places).toEqual(places.map((_, place) => place));
  await drawn.evaluateAll((all) =>
    all.forEach((row) => Object.assign(row, { told: row.getAttribute("data-sequence") })),
  );
  await panel.send(delta({ batch: 2, rows: rows(1, 1_501) }));
  await page.locator('[data-sequence="1501"]').waitFor();
  const kept = await drawn.evaluateAll(
    (all) => all.filter((row) => (row as Tagged).told === row.getAttribute("data-sequence")).length,
  );
  expect(kept).toBe(places.length - 1);
});
