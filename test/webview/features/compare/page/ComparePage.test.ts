import { expect, test } from "vitest";
import type { ComparePage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { bodies, rowsOf, comparison, equalRows } from "../../../support/sampleComparison.ts";

const panels = usePanels();

/** The rows in view, by their names, from the top. */
async function rowsInView({ page }: ComparePage): Promise<string[]> {
  return await page.locator(".scroll").evaluate((scroller) => {
    const view = scroller.getBoundingClientRect();
    const head = scroller.querySelector(".pair-h")?.getBoundingClientRect().bottom ?? view.top;
    return [...scroller.querySelectorAll("[role=listitem]")]
      .map((row) => ({ row, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > head + 1 && box.top < view.bottom - 1)
      .sort((a, b) => a.box.top - b.box.top)
      .map(({ row }) => row.getAttribute("aria-label") ?? row.textContent);
  });
}

const currentRow = ({ page }: ComparePage): Promise<string | null> =>
  page.locator("[aria-current=true]").getAttribute("data-row");

test("it opens with the first difference in the upper third, under a rule that says what it is", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  expect(await page.getByRole("main").getAttribute("aria-label")).toBe("Comparison: Ticket 48213: charged twice");
  expect(await currentRow(panel)).toBe("5");
  const rule = page.locator(".first-line");
  expect(await rule.textContent()).toBe("First difference: step 6, different arguments and different result");
  const view = (await page.locator(".scroll").boundingBox())!;
  const { y } = (await rule.boundingBox())!;
  expect(y - view.y).toBeLessThan(view.height / 3);
  expect((await rowsInView(panel)).slice(0, 5)).toEqual([
    "Steps 1 to 3 are equalShowA 3.0 s · B 3.3 s",
    "Step 4 of A, 4 of B, read_page, equal",
    "Step 5 of A, 5 of B, read_page, equal",
    "First difference: step 6, different arguments and different result",
    "Step 6 of A, 6 of B, get_policy, changed, time +6 ms",
  ]);
});

test("in a long comparison, too, and only a part of it is in the document", async () => {
  const panel = await panels.openComparison();
  const kinds = [...equalRows(6_000), "changed" as const, ...equalRows(4_000)];
  const first = { row: 6_000, text: "step 6,001, different arguments" };
  await panel.send(...comparison({ kinds, bodies: bodies([5_998, 5_999, 6_000]), view: { first } }));
  const { page } = panel;
  expect(await currentRow(panel)).toBe("6000");
  const view = (await page.locator(".scroll").boundingBox())!;
  const { y } = (await page.locator(".first-line").boundingBox())!;
  expect(y - view.y).toBeLessThan(view.height / 3);
  // Opened, the stretch above has 5,998 rows.
  await page.locator("[data-row='0']").getByRole("button", { name: "Show" }).click();
  await expect.poll(() => page.locator("[role=listitem]").count()).toBeLessThan(80);
  expect(await page.locator("[data-row='0']").last().getAttribute("aria-setsize")).toBe("6004");
});

test("what stands in rows is asked for when they come into view, once", async () => {
  const panel = await panels.openComparison();
  const kinds = ["changed" as const, ...Array.from({ length: 300 }, () => "onlyA" as const)];
  await panel.send(...comparison({ kinds, bodies: bodies([0]), view: { first: { row: 0, text: "step 1" } } }));
  const asked = async (): Promise<number[]> => (await panel.sent("loadBodies")).flatMap(({ rows }) => rows);
  await expect.poll(asked).toContain(12);
  const first = await asked();
  expect(first).not.toContain(0);
  expect(first).not.toContain(200);
  expect(new Set(first).size).toBe(first.length);
  await panel.page.locator(".scroll").hover();
  await panel.page.mouse.wheel(0, 4_000);
  await expect.poll(asked).toContain(100);
  expect((await panel.sent("loadBodies")).every(({ version }) => version === 1)).toBe(true);
  await panel.send({
    type: "bodies",
    version: 1,
    bodies: [[100, { name: "late_call", a: { icon: "tool", name: "late_call" } }]],
  });
  await panel.page.getByText("late_call").waitFor();
  // What belongs to other rows is nobody's any more.
  await panel.send({
    type: "bodies",
    version: 0,
    bodies: [[101, { name: "old", a: { icon: "tool", name: "stale" } }]],
  });
  expect(await panel.page.getByText("stale").count()).toBe(0);
});

test("a stretch of equal steps opens and folds in place, by mouse and by key", async () => {
  const { page } = await panels.showComparison(comparison());
  const fold = page.locator(".eqs").first();
  await fold.getByRole("button", { name: "Show" }).click();
  await page.locator("[data-row='1'].pair").waitFor();
  await fold.getByRole("button", { name: "Hide" }).click();
  await page.locator("[data-row='1'].pair").waitFor({ state: "detached" });
  await page.keyboard.press("Home");
  await fold.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-row='1'].pair").waitFor();
});

test("chips show one kind or several, differences alone hide what is equal, and what is hidden can be shown again", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  const names = async (): Promise<string[]> => (await rowsInView(panel)).map((name) => name.split(",")[0]!);
  await page.getByRole("button", { name: "Differences Only" }).click();
  await expect.poll(async () => (await rowsInView(panel)).filter((name) => /equal/.test(name))).toEqual([]);
  await page.getByRole("button", { name: "Only in B" }).click();
  await expect.poll(names).toEqual(["Step 8 of B", "Step 35 of B"]);
  expect(await page.locator(".nav .num").textContent()).toBe("2 differences");
  await page.getByRole("button", { name: "Moved" }).click();
  await expect.poll(names).toEqual(["Step 8 of B", "Step 9 of A", "Step 11 of B", "Step 35 of B"]);
  // A step that moved and changed has both chips.
  for (const name of ["Moved", "Only in B", "Changed"]) await page.getByRole("button", { name }).click();
  const steps = ["Step 6 of A", "Step 7 of A", "Step 9 of A", "Step 11 of A", "Step 11 of B", "Step 38 of A"];
  await expect.poll(names).toEqual(["First difference: step 6", ...steps]);
  const marks = page.locator("[data-row='9'] .kind");
  expect(await marks.allTextContents()).toEqual(["moved later", "changed"]);
  const [, view] = comparison({ equal: true });
  await panel.send({ type: "rows", version: 2, rows: rowsOf(equalRows(3)), bodies: [] }, view!);
  await page.getByRole("button", { name: "Show All" }).click();
  await expect.poll(() => rowsInView(panel)).toHaveLength(1);
});
