import { expect, test } from "vitest";
import type { ComparePage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { comparison } from "../../../support/sampleComparison.ts";

const panels = usePanels();

/** The row that has the focus. */
const focused = ({ page }: ComparePage): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.dataset["row"] : ""));

test("F7 leads from difference to difference and back, and tells which one it is and what differs", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  const position = page.locator(".nav .num");
  expect(await position.textContent()).toBe("Difference 1 of 8");
  // The second row of what moved is no stop of its own, and after the last one comes the first.
  for (const row of ["6", "7", "9", "10", "11", "36", "40", "5"]) {
    await page.keyboard.press("F7");
    await expect.poll(() => focused(panel)).toBe(row);
  }
  expect(await position.textContent()).toBe("Difference 1 of 8");
  const told = page.getByRole("status").filter({ hasText: /^Difference/ });
  await expect.poll(() => told.textContent()).toBe("Difference 1 of 8: region US → EU, limit_usd 500 → 1000");
  await page.keyboard.press("Shift+F7");
  await expect.poll(() => focused(panel)).toBe("40");
  await expect.poll(() => told.textContent()).toBe("Difference 8 of 8: $480 → $620");
});

test("J and K go from step to step, also from the toolbar, arrows from a row, Home and End to the ends", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  await page.getByRole("button", { name: "Next Difference (F7)" }).focus();
  await page.keyboard.press("j");
  await expect.poll(() => focused(panel)).toBe("6");
  await page.keyboard.press("k");
  await page.keyboard.press("K");
  await expect.poll(() => focused(panel)).toBe("4");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => focused(panel)).toBe("3");
  await page.keyboard.press("End");
  await expect.poll(() => focused(panel)).toBe("40");
  await page.keyboard.press("Home");
  await expect.poll(() => focused(panel)).toBe("0");
  // The list is one stop of Tab.
  await page.keyboard.press("Tab");
  expect(await page.locator(".scroll :focus").count()).toBe(0);
});

test("D hides equal steps, X swaps the runs, and the other way round opens at its own first difference", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  await page.keyboard.press("F7");
  await page.keyboard.press("d");
  await page.getByRole("button", { name: "Differences Only", pressed: true }).waitFor();
  await expect.poll(() => page.locator(".pair.eq").count()).toBe(0);
  await page.keyboard.press("x");
  expect(await panel.sent("swap")).toHaveLength(1);
  const [rows, view] = comparison();
  if (view?.type !== "view" || !rows) throw new Error("No view");
  const { a, b } = view.view.heads;
  await panel.send(rows, { type: "view", view: { ...view.view, heads: { a: b, b: a } } });
  await expect.poll(() => focused(panel)).toBe("5");
  expect(await page.locator(".pair-h .side-a").textContent()).toContain("Today 14:12");
  await page.getByRole("button", { name: "Swap", exact: true }).click();
  expect(await panel.sent("swap")).toHaveLength(2);
});

test("at 400 px one column is shown, by 1 and 2 or by its buttons, and the choice is kept", async () => {
  const { panel, page } = await panels.showComparison(comparison(), { width: 400 });
  const column = (side: "a" | "b") => page.locator("[data-row='5']").locator(`.side-${side}`);
  expect([await column("a").isVisible(), await column("b").isVisible()]).toEqual([false, true]);
  // A step of the other run stays, with its letter.
  expect(await page.locator("[data-row='10'] .cell.solo").isVisible()).toBe(true);
  await page.keyboard.press("1");
  expect([await column("a").isVisible(), await column("b").isVisible()]).toEqual([true, false]);
  expect(await page.locator("[data-row='7'] .cell.solo").isVisible()).toBe(true);
  await page.locator("[data-row='5']").focus();
  await page.keyboard.press("Enter");
  expect(await panel.sent("openStep")).toEqual([{ type: "openStep", side: "a", row: 5 }]);
  await expect.poll(() => panel.savedState()).toMatchObject({ reader: { side: "a" } });
  await page.getByRole("group", { name: "Show run" }).getByRole("button", { name: "B" }).click();
  expect(await column("b").isVisible()).toBe(true);
});
