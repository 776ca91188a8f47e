import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PageOptions, PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { runId } from "../../../../support/sampleRun.ts";
import { longStory, timelineSnapshot, timelineStory } from "../../../../support/timelineRun.ts";

const panels = usePanels();

/** The run of the timeline's own tests, at its timeline. */
async function open(options: PageOptions = {}, snapshot = timelineSnapshot()): Promise<PanelPage> {
  const { panel } = await panels.show(snapshot, { state: { runId, connectionId: "c1", tab: "timeline" }, ...options });
  return panel;
}

const names = (page: Page): Promise<(string | null)[]> =>
  page.getByRole("row").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
const caption = (page: Page): Promise<string> => page.locator(".cap").innerText();
const slider = (page: Page, name: "from" | "to") => page.getByRole("slider", { name: `Visible ${name}` });
const barOf = async (page: Page, name: string | RegExp) =>
  (await page.getByRole("row", { name }).last().locator(".tb").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

test("iterations, texts, calls and waits are rows with name, duration and state", async () => {
  const { page } = await open();
  expect(await page.getByRole("tab").allTextContents()).toEqual(["Story", "Timeline", "Events99", "Input", "Output"]);
  const grid = page.getByRole("treegrid", { name: "Iterations, tool calls and waits" });
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(longStory.length + 4));
  expect((await names(page)).slice(0, 4)).toEqual([
    "Iteration 1, 5.0 s",
    "Reasoning, 1.8 s",
    "lookup_customer, 412 ms",
    "search_orders, 1.8 s",
  ]);
  expect((await names(page)).slice(-4)).toEqual([
    "issue_refund, 4.8 s, failed",
    "Iteration 4, running",
    "Reasoning, 1.2 s",
    "issue_refund, running",
  ]);
  const levels = await page.getByRole("row").evaluateAll((rows) => rows.map((row) => row.ariaLevel));
  expect(levels.slice(0, 6)).toEqual(["1", "2", "2", "2", "1", "2"]);
  expect(await caption(page)).toBe("0:00 – now\n22 rows");
});

test("long waits are a break of 36 pixels until they are expanded", async () => {
  const { page } = await open();
  const wait = /^Approve issuing/;
  expect((await barOf(page, wait)).width).toBeCloseTo(36, 0);
  const fold = page.getByRole("button", { name: "Collapse Waits" });
  expect(await fold.getAttribute("aria-pressed")).toBe("true");
  await fold.click();
  expect(await fold.getAttribute("aria-pressed")).toBe("false");
  await expect.poll(async () => (await barOf(page, wait)).width).toBeGreaterThan(600);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByRole("treegrid").waitFor();
  expect(await fold.getAttribute("aria-pressed")).toBe("false");
});

test("a running step grows with the clock, and the run's end with it", async () => {
  const { page } = await open(
    {},
    timelineSnapshot(6000, timelineStory(["Reasoning", 1, 0, 2000], ["match_payments", 1, 2000])),
  );
  const share = async (): Promise<number> =>
    (await barOf(page, "match_payments")).width / (await barOf(page, "Iteration")).width;
  const before = await share();
  const label = page.getByRole("row", { name: "match_payments" }).locator(".dur");
  expect(await label.textContent()).toMatch(/^\d+\.\d s so far$/);
  await expect.poll(share).toBeGreaterThan(before + 0.01);
  const until = Number(await slider(page, "to").getAttribute("aria-valuenow"));
  expect(until).toBeGreaterThan(6);
  expect(await slider(page, "to").getAttribute("aria-valuetext")).toBe("now");
});

/** All panels of this suite are for a person who wants less motion. */
test("with less motion the bars move once a second", async () => {
  const { page } = await open(
    {},
    timelineSnapshot(6000, timelineStory(["Reasoning", 1, 0, 2000], ["match_payments", 1, 2000])),
  );
  const label = page.getByRole("row", { name: "match_payments" }).locator(".dur");
  const seen: number[] = [];
  await expect
    .poll(async () => {
      const seconds = Number.parseFloat((await label.textContent()) ?? "");
      if (seconds !== seen.at(-1)) seen.push(seconds);
      return seen.length;
    })
    .toBeGreaterThan(3);
  // The first step ends when the clock's first second does. One that a busy machine delays makes the next one shorter.
  const [, second = 0, ...rest] = seen;
  expect((rest.at(-1)! - second) / rest.length).toBeGreaterThan(0.3);
});

test("Ctrl+F leads to the search of the story, which has all words of the run", async () => {
  const { page } = await open();
  await page.getByRole("treegrid").waitFor();
  await page.keyboard.press("Control+f");
  const field = page.getByRole("textbox", { name: "Find in story" });
  await field.and(page.locator(":focus")).waitFor();
  await page.keyboard.type("refund");
  expect(await field.inputValue()).toBe("refund");
});
