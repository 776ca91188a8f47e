import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import { delta, snapshot, texts } from "../support/sampleRun.ts";

const panels = usePanels();

const distanceFromEnd = (page: Page): Promise<number> =>
  page.getByRole("log").evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));

test("a failed run opens at its failure, and the error can be copied", async () => {
  const panel = await panels.open({ height: 500 });
  const { page } = panel;
  await panel.send(failedSnapshot());
  const failure = page.getByRole("region", { name: "Failure" });
  await expect.poll(() => failure.evaluate((card) => card.getBoundingClientRect().top < innerHeight - 24)).toBe(true);
  expect(await failure.textContent()).toContain("The payment gateway did not respond within 30 s.");
  await failure.getByRole("button", { name: "Copy Error" }).click();
  const [copy] = await panel.sent("copy");
  expect(copy?.text).toMatch(/^The payment gateway did not respond within 30 s\.\npayment_gateway_timeout\n\{/);
});

test("a finished run opens at the top, also when its story arrives in pieces, and nothing of it is new", async () => {
  const panel = await panels.open();
  await panel.send(completedSnapshot());
  await panel.send(delta({ batch: 1, story: texts(300).map((upsert) => ({ upsert })) }));
  expect(await panel.page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(0);
  expect(await panel.page.getByRole("button", { name: "new" }).count()).toBe(0);
});

test("it stays at the end while the reader is there; otherwise a pill counts and goes back", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send(snapshot());
  await panel.send(delta({ batch: 1, story: texts(200).map((upsert) => ({ upsert })) }));
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
  expect(await page.getByRole("button", { name: "new" }).count()).toBe(0);
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, -900);
  await expect.poll(() => distanceFromEnd(page)).toBeGreaterThan(500);
  const seen = await page.evaluate(() =>
    document.elementFromPoint(200, 400)?.closest("[data-sequence]")?.getAttribute("data-sequence"),
  );
  const top = (): Promise<number> =>
    page.locator(`[data-sequence="${seen}"]`).evaluate((step) => step.getBoundingClientRect().top);
  const before = await top();
  await panel.send(delta({ batch: 2, story: texts(12, 400).map((upsert) => ({ upsert })) }));
  expect(await top()).toBeCloseTo(before, 0);
  await page.getByRole("button", { name: "12 new" }).click();
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
  expect(await page.getByRole("button", { name: "new" }).count()).toBe(0);
  await panel.send(delta({ batch: 3, story: texts(30, 500).map((upsert) => ({ upsert })) }));
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(9);
});

test("J and K step through the steps, Enter collapses a call", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send(completedSnapshot());
  await page.getByRole("log").focus();
  const at = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.closest("[data-sequence]")?.getAttribute("data-sequence"));
  for (const key of ["j", "j", "j"]) await page.keyboard.press(key);
  expect(await at()).toBe("12");
  await page.keyboard.press("Enter");
  const call = page.getByRole("article", { name: "lookup_customer" }).getByRole("button").first();
  expect(await call.getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("k");
  expect(await at()).toBe("2");
});

test("collapsed steps and the reader's place survive a change of tabs", async () => {
  const panel = await panels.open({ height: 500 });
  const { page } = panel;
  await panel.send(completedSnapshot());
  await page.getByRole("article", { name: "lookup_customer" }).getByRole("button").first().click();
  await page.getByRole("log").hover();
  await page.mouse.wheel(0, 120);
  await expect.poll(() => page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(120);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("tab", { name: "Story" }).click();
  await expect.poll(() => page.getByRole("log").evaluate((log) => log.scrollTop)).toBe(120);
  expect(await page.getByLabel("Input of lookup_customer").count()).toBe(1);
});
