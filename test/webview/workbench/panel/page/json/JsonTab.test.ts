import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";
import { openOutputTab } from "../../../../support/outputTab.ts";
import { usePanels } from "../../../../support/panels.ts";

const panels = usePanels();

const openOutput = (value?: unknown) => openOutputTab(panels, value);

const selected = (page: Page): Promise<string | null> =>
  page.getByRole("treeitem", { selected: true }).locator(".jr").textContent();
const path = (page: Page): Promise<string | null> => page.locator(".crumb").textContent();

test("nodes have level, set and position; strings, numbers and words look like JSON", async () => {
  const { page } = await openOutput();
  const items = await page
    .getByRole("treeitem")
    .evaluateAll((all) =>
      all.map((item) => [
        item.getAttribute("aria-level"),
        `${item.getAttribute("aria-posinset")}/${item.getAttribute("aria-setsize")}`,
        item.getAttribute("aria-expanded"),
        item.textContent?.replaceAll("\u00a0", " ").slice(0, 40),
      ]),
    );
  expect(items).toEqual([
    ["1", "1/1", "true", "Object, 7 properties"],
    ["2", "1/7", null, 'category: "billing"'],
    ["2", "2/7", null, "priority: 2"],
    ["2", "3/7", null, "escalated: false"],
    ["2", "4/7", "false", "refund: Object, 4 properties"],
    ["2", "5/7", "false", 'reply: "Hello Dana,\\n\\nyou were charged '],
    ["2", "6/7", "false", "steps: Array, 14 items"],
    ["2", "7/7", null, 'a/b~c: "slash and tilde"'],
  ]);
});

test("numbers show the app's digits", async () => {
  const numbers = '{"account_id":12345678901234567890,"total":1.50,"limit":1e400,"score":NaN,"zero":-0}';
  const { page } = await openOutput(parseJson(numbers));
  const shown = await page
    .getByRole("treeitem")
    .evaluateAll((all) => all.map((item) => item.textContent?.replaceAll("\u00a0", " ")));
  expect(shown).toEqual([
    "Object, 5 properties",
    "account_id: 12345678901234567890",
    "total: 1.50",
    "limit: 1e400",
    "score: NaN",
    "zero: -0",
  ]);
  expect(await page.locator(".v.n").count()).toBe(5);
});

test("arrows move, expand, go in and out again, and the bar shows the path", async () => {
  const { page } = await openOutput();
  const press = async (keys: string[], expected: string): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(() => selected(page)).toContain(expected);
  };
  await press(["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"], "refund");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("treeitem", { name: "amount" }).waitFor();
  await press(["ArrowRight", "ArrowDown"], "amount");
  expect(await path(page)).toBe("outputrefundamount");
  await press(["ArrowLeft"], "refund");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => page.getByRole("treeitem").count()).toBe(8);
  await press(["End"], "a/b~c");
  await press(["Home"], "Object, 7 properties");
  expect(await path(page)).toBe("output");
  const active = await page.getByRole("tree").getAttribute("aria-activedescendant");
  expect(await page.locator(`#${active}`).getAttribute("aria-selected")).toBe("true");
});

test("the selected value is copied by key, the whole by a button; the bar opens it as text", async () => {
  const panel = await openOutput();
  const { page } = panel;
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowDown");
  await expect.poll(() => selected(page)).toContain("refund");
  await page.keyboard.press("Control+c");
  await page.getByRole("button", { name: "Copy Output" }).click();
  await page.getByRole("tabpanel").getByRole("button", { name: "Open as Text" }).click();
  const copies = (await panel.sent("useValue")).map(({ use, path }) => [use, path]);
  expect(copies).toEqual([
    ["copy", ["refund"]],
    ["copy", []],
  ]);
  expect(await panel.sent("action")).toEqual([{ type: "action", action: "openOutput" }]);
});
