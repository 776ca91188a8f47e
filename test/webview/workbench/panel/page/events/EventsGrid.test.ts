import { expect, test } from "vitest";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { rows } from "../../../../support/sampleRun.ts";
import { sequences } from "./support/eventRows.ts";

const panels = usePanels();

const many = { eventCount: 20_000, lastSequence: 20_000 };

test("of 20,000 rows few are in the document, and every one can be reached", async () => {
  const { page } = await panels.show({ ...completedSnapshot(), rows: rows(20_000), totals: many });
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

test("rows whose events have left memory get their text when they are in view", async () => {
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
});
