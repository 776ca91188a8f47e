import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { rows } from "../../../../support/sampleRun.ts";
import { typeAtOnce } from "../../../../support/typing.ts";
import { selected, sequences } from "./support/eventRows.ts";

const panels = usePanels();
const counts = { text: 96_204, tools: 1_882, requests: 14, run: 9, data: 301, other: 2, failed: 1 };

const others: EventRow[] = [
  { sequence: 24, type: "vendor.fraud_score.v2", group: "other", summary: '{"score":0.07}' },
  { sequence: 25, type: "run.failed", group: "run", summary: "payment_gateway_timeout", failed: true },
];

async function openEvents(all: EventRow[] = [...rows(23), ...others]): Promise<PanelPage> {
  const panel = await panels.open({ state: { tab: "events" } });
  const marks = [{ after: 9, text: "Connection lost after 9. Reconnected after 3.2 s.", reconnect: true as const }];
  await panel.send({
    ...completedSnapshot(),
    rows: all,
    marks,
    totals: { eventCount: 98_412, lastSequence: 98_412, counts },
  });
  await panel.page.getByRole("grid", { name: "Events" }).waitFor();
  return panel;
}

const chip = (page: Page, name: string) =>
  page.getByRole("group", { name: "Filter by type" }).getByRole("button", { name });
const field = (page: Page) => page.getByRole("textbox", { name: "Search events" });

test("chips count the whole run, add up, and none means all; marks stay", async () => {
  const { page } = await openEvents();
  const chips = page.getByRole("group", { name: "Filter by type" }).getByRole("button");
  expect(await chips.allTextContents()).toEqual([
    "Text96,204",
    "Tools1,882",
    "Requests14",
    "Run9",
    "Data301",
    "Other2",
    "Failed Only1",
  ]);
  await chip(page, "Tools").click();
  expect(await chip(page, "Tools").getAttribute("aria-pressed")).toBe("true");
  await expect.poll(() => sequences(page)).toEqual([7, 14, 21]);
  expect(await page.getByRole("row", { name: /Connection lost/ }).getAttribute("aria-rowindex")).toBe("3");
  await chip(page, "Other").click();
  await expect.poll(() => sequences(page)).toEqual([7, 14, 21, 24]);
  expect(await page.locator('[data-sequence="24"] .codicon-symbol-misc').count()).toBe(1);
  expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("6");
  await chip(page, "Failed Only").click();
  await expect.poll(() => sequences(page)).toEqual([]);
  await chip(page, "Tools").click();
  await chip(page, "Other").click();
  await expect.poll(() => sequences(page)).toEqual([25]);
  await chip(page, "Failed Only").click();
  await expect.poll(async () => (await sequences(page)).length).toBe(25);
});

test("a text is found in types and summaries, marked, counted and stepped through", async () => {
  const panel = await openEvents();
  const { page } = panel;
  const searched = (query: string) => panel.send({ type: "found", query, sequences: [], done: true, unsearched: 0 });
  await page.keyboard.press("Control+f");
  await page.keyboard.type("POLICY");
  await searched("POLICY");
  await expect.poll(() => page.locator("mark").allTextContents()).toEqual(["policy", "policy", "policy"]);
  await expect.poll(() => page.locator(".tail .num").textContent()).toBe("3 matches");
  expect(await page.getByRole("row", { selected: true }).count()).toBe(0);
  const press = async (key: string, sequence: string, count: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect.poll(() => selected(page)).toBe(sequence);
    expect(await page.locator(".tail .num").textContent()).toBe(count);
  };
  await press("Enter", "7", "1 of 3");
  await press("Enter", "14", "2 of 3");
  await press("Shift+Enter", "7", "1 of 3");
  await press("Shift+Enter", "21", "3 of 3");
  await page.getByRole("button", { name: "Next Match" }).click();
  await expect.poll(() => selected(page)).toBe("7");
  await field(page).fill("vendor.fraud");
  await expect.poll(() => page.locator("mark").allTextContents()).toEqual(["vendor.fraud"]);
  await field(page).fill("nowhere");
  await searched("nowhere");
  await expect.poll(() => page.locator(".tail .num").textContent()).toBe("No match");
});

test("of texts that are typed fast, the match of the newest is shown", async () => {
  const { page } = await openEvents(rows(2000));
  await page.keyboard.press("Control+f");
  await typeAtOnce(field(page), "piece 9", "piece 998");
  await page.locator("mark", { hasText: "piece 998" }).waitFor();
});

test("Escape leaves the field, then closes the search, then the details", async () => {
  const { page } = await openEvents();
  await field(page).fill("policy");
  await field(page).press("Enter");
  await page.getByRole("region", { name: "Event 7" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("grid");
  expect(await field(page).inputValue()).toBe("policy");
  await page.keyboard.press("Escape");
  await expect.poll(() => field(page).inputValue()).toBe("");
  expect(await page.getByRole("region", { name: "Event 7" }).count()).toBe(1);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("region").count()).toBe(0);
});

test("a text only in an event's JSON is found by the extension, marked in the JSON, and unsearched events are named", async () => {
  const panel = await openEvents();
  const { page } = panel;
  await field(page).fill("ch_3PqT8v");
  await expect.poll(() => panel.sent("search")).toEqual([{ type: "search", query: "ch_3PqT8v" }]);
  const search = page.getByRole("search");
  await search.getByText("Searching").waitFor();
  const found = { type: "found", query: "ch_3PqT8v", unsearched: 0 } as const;
  await panel.send({ ...found, sequences: [14], done: false });
  await search.getByText("1+ matches").waitFor();
  await panel.send({ ...found, sequences: [20], done: true, unsearched: 75_412 });
  await search.getByText("2 matches").waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => selected(page)).toBe("14");
  await panel.send({ type: "event", sequence: 14, json: '{\n  "charge": "ch_3PqT8vLkd",\n  "and": "CH_3pqt8V"\n}' });
  await expect.poll(() => page.evaluate(() => CSS.highlights.get("found")?.size)).toBe(2);
  await page.keyboard.press("Enter");
  await expect.poll(() => selected(page)).toBe("20");
  await page.getByText("The oldest 75,412 events were not searched.").waitFor();
  await page.getByRole("button", { name: "Search Them" }).click();
  expect(await panel.sent("searchPast")).toHaveLength(1);
  await panel.send({ ...found, sequences: [], done: true, unsearched: 75_412, error: "The app did not answer." });
  await page.getByText("couldn't be loaded: The app did not answer.").waitFor();
  await page.getByRole("button", { name: "Retry" }).waitFor();
  await panel.send({ ...found, sequences: [2], done: true });
  await search.getByText("3 of 3").waitFor();
  expect(await page.getByText("not searched").count()).toBe(0);
  await panel.send({ ...completedSnapshot(), rows: rows(23) });
  await expect.poll(() => panel.sent("search")).toHaveLength(2);
  await page.getByRole("tab", { name: "Story" }).click();
  await expect.poll(async () => (await panel.sent("search")).at(-1)).toEqual({ type: "search", query: "" });
});
