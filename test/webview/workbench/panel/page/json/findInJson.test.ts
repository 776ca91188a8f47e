import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openOutputTab } from "../../../../support/outputTab.ts";
import { usePanels } from "../../../../support/panels.ts";
import { typeAtOnce } from "../../../../support/typing.ts";

const panels = usePanels();

const openOutput = (value?: unknown) => openOutputTab(panels, value);

const field = (page: Page) => page.getByRole("textbox", { name: "Search keys and values" });
const path = (page: Page) => page.getByRole("group", { name: /^Path: / }).getAttribute("aria-label");
const count = (page: Page) => page.locator(".tail .num").textContent();

test("typing in the tree searches keys and values, also collapsed ones", async () => {
  const { page } = await openOutput();
  await page.keyboard.type("step_1");
  expect(await field(page).inputValue()).toBe("step_1");
  await expect.poll(() => count(page)).toBe("6 matches");
  // The first one is in sight, and the selection stays.
  await page.locator("mark").first().waitFor();
  expect(await path(page)).toBe("Path: $");
  await page.keyboard.press("Enter");
  await expect.poll(() => path(page)).toBe("Path: $.steps[0].name");
  expect(await page.getByRole("treeitem", { selected: true }).locator("mark").textContent()).toBe("step_1");
  expect(await count(page)).toBe("1 of 6");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect.poll(() => path(page)).toBe("Path: $.steps[10].name");
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => path(page)).toBe("Path: $.steps[9].name");
  await page.getByRole("button", { name: "Previous Match" }).click();
  await expect.poll(() => path(page)).toBe("Path: $.steps[0].name");
});

test("of texts that are typed fast, the match of the newest is shown", async () => {
  const { page } = await openOutput({ names: Array.from({ length: 300 }, (_, index) => `name_${index}`) });
  await page.keyboard.press("Control+f");
  await typeAtOnce(field(page), "name_2", "name_298");
  await page.locator("mark", { hasText: "name_298" }).waitFor();
});

test("the path of a value is copied by a button and by keys, and the bar shows it", async () => {
  const panel = await openOutput({ "a/b~c": [{ 'say "hi"': 1 }] });
  const { page } = panel;
  await page.getByRole("button", { name: "Expand Two Levels" }).click();
  await page.getByRole("tree").press("End");
  await page.getByRole("tree").press("ArrowRight");
  await page.getByRole("tree").press("End");
  const written = '$["a/b~c"][0]["say \\"hi\\""]';
  await expect.poll(() => path(page)).toBe(`Path: ${written}`);
  await page.getByRole("button", { name: `Copy Path: ${written}` }).click();
  await page.getByRole("tree").press("Control+Shift+C");
  expect(await panel.sent("copy")).toEqual([written, written].map((text) => ({ type: "copy", text })));
  await page.getByRole("tree").press("Control+c");
  expect(await panel.sent("useValue")).toEqual([
    { type: "useValue", use: "copy", side: "output", path: ["a/b~c", 0, 'say "hi"'] },
  ]);
});
