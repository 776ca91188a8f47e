import type { Page } from "playwright-core";

export const sequences = (page: Page): Promise<number[]> =>
  page.locator(".ev-row").evaluateAll((all) => all.map((row) => Number(row.getAttribute("data-sequence"))));
export const selected = (page: Page): Promise<string | null> =>
  page.getByRole("row", { selected: true }).getAttribute("data-sequence");
