import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { PanelPage, SavedState } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { runId } from "../../../../support/sampleRun.ts";
import { selected, sequences } from "./support/eventRows.ts";

const panels = usePanels();

const words = "The customer was charged twice and asks for the second one back".split(" ");

/** A thought in pieces. */
function thought(from: number, count: number): EventRow[] {
  return Array.from({ length: count }, (_, index) => ({
    sequence: from + index,
    type: "agent.reasoning.delta",
    group: "text",
    piece: "text",
    source: "Refund agent",
    summary: `${words[index % words.length]} `,
  }));
}

const call: EventRow = { sequence: 34, type: "agent.tool_call.started", group: "tools", summary: "get_policy" };
const all: EventRow[] = [
  { sequence: 1, type: "run.started", group: "run", summary: "" },
  ...thought(2, 32),
  call,
  ...thought(35, 8),
  { sequence: 43, type: "run.completed", group: "run", summary: "" },
];

async function openEvents(state: SavedState = { tab: "events" }): Promise<PanelPage> {
  const { panel } = await panels.show([{ type: "remember", memory: { runId, connectionId: "c1" } }], { state });
  await panel.send({ ...completedSnapshot(), rows: all, totals: { eventCount: 43, lastSequence: 43 } });
  return panel;
}

const cells = (page: Page, sequence: number) =>
  page.locator(`[data-sequence="${sequence}"]`).getByRole("gridcell").allTextContents();
const grid = (page: Page) => page.getByRole("grid", { name: "Events" });
const field = (page: Page) => page.getByRole("textbox", { name: "Search events" });

test("neighbours of one kind are a row with their text, which a click unfolds and its arrow folds", async () => {
  const { page } = await openEvents();
  await expect.poll(() => sequences(page)).toEqual([1, 2, 34, 35, 43]);
  const [, , , type, text] = await cells(page, 2);
  expect([type, text]).toEqual([
    "agent.reasoning.delta × 32",
    expect.stringMatching(/^Refund agentThe customer was charged twice and asks/),
  ]);
  // A row that stands for itself has nothing that is hidden, and laid out in each frame of a stream.
  expect(await page.locator('[data-sequence="34"] :is(button, b, .num)').count()).toBe(0);
  expect(await page.locator('[data-sequence="2"] :is(button, b, .num)').count()).toBe(3);
  await page.locator('[data-sequence="35"]').click();
  await expect.poll(() => sequences(page)).toEqual([1, 2, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43]);
  expect(await selected(page)).toBe("35");
  expect((await cells(page, 35)).at(-1)).toBe("Refund agentThe ");
  await page.locator('[data-sequence="40"]').click();
  await page.getByRole("button", { name: "Collapse 8 Events" }).click();
  await expect.poll(() => sequences(page)).toEqual([1, 2, 34, 35, 43]);
  expect(await selected(page)).toBe("35");
  await page.getByRole("button", { name: "Expand 32 Events" }).click();
  await expect.poll(async () => (await sequences(page)).length).toBe(36);
});

test("arrows go over folded rows, open and close them", async () => {
  const { page } = await openEvents();
  await grid(page).focus();
  const press = async (key: string, expected: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect.poll(() => selected(page)).toBe(expected);
  };
  await press("ArrowDown", "1");
  await press("ArrowDown", "2");
  await press("ArrowDown", "34");
  await press("ArrowDown", "35");
  await press("ArrowRight", "35");
  await press("ArrowDown", "36");
  await press("ArrowDown", "37");
  await press("ArrowLeft", "35");
  await press("ArrowDown", "43");
  expect(await sequences(page)).toEqual([1, 2, 34, 35, 43]);
});

test("a match in a folded row unfolds it, and every match is counted", async () => {
  const panel = await openEvents();
  const { page } = panel;
  await field(page).fill("charged");
  await panel.send({ type: "found", query: "charged", sequences: [], done: true, unsearched: 0 });
  await expect.poll(() => page.locator(".tail .num").textContent()).toBe("4 matches");
  await field(page).press("Enter");
  await expect.poll(() => selected(page)).toBe("5");
  expect(await page.locator('[data-sequence="5"] mark').textContent()).toBe("charged");
  expect(await sequences(page)).toContain(6);
});
