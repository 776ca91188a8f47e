import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PageOptions, PanelPage } from "../support/panelPage.ts";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot } from "../support/sampleEnds.ts";
import { added, runId } from "../support/sampleRun.ts";
import { longStory, manyCalls, timelineSnapshot, timelineStory } from "../support/timelineRun.ts";

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

test("waits are only offered to be collapsed where one is long", async () => {
  const { page } = await open({}, timelineSnapshot(6000, timelineStory(["lookup_customer", 1, 0, 2000])));
  await page.getByRole("row", { name: "lookup_customer" }).waitFor();
  expect(await page.getByRole("button", { name: "Collapse Waits" }).count()).toBe(0);
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
  await expect.poll(share, { timeout: 8000 }).toBeGreaterThan(before + 0.01);
  const until = Number(await slider(page, "to").getAttribute("aria-valuenow"));
  expect(until).toBeGreaterThan(6);
  expect(await slider(page, "to").getAttribute("aria-valuetext")).toBe("now");
});

test("names that begin alike show their different ends in a narrow panel", async () => {
  const tools = ["search_customer_orders", "search_customer_tickets"];
  const story = timelineStory(...tools.map((name, i): [string, number, number] => [name, 1, i * 1000]));
  const { page } = await open({ width: 400 }, timelineSnapshot(6000, story));
  for (const name of tools) {
    const label = page.getByRole("row", { name }).getByRole("rowheader");
    expect(await label.textContent()).toBe(name);
    const [whole, end] = [await label.boundingBox(), await label.getByText(/^_\w+$/).boundingBox()];
    expect(end!.width).toBeGreaterThan(40);
    expect(end!.x + end!.width).toBeLessThanOrEqual(whole!.x + whole!.width);
    expect(await label.locator(".ellipsis").evaluate((part) => part.scrollWidth - part.clientWidth)).toBeGreaterThan(0);
  }
});

test("a delta ends a bar and adds a row, and a finished run doesn't change", async () => {
  const panel = await open({}, timelineSnapshot(6000, timelineStory(["match_payments", 1, 2000])));
  const { page } = panel;
  const later = timelineStory(["match_payments", 1, 2000, 5000], ["issue_refund", 2, 5500]);
  await panel.send(added(1, ...later));
  expect(await names(page)).toEqual([
    "Iteration 1, 3.5 s",
    "match_payments, 3.0 s",
    "Iteration 2, running",
    "issue_refund, running",
  ]);
  await panel.send(completedSnapshot());
  expect(await caption(page)).toBe("0:00 – 7:19\n4 rows");
  expect(await page.locator(".nowline, .tb.open").count()).toBe(0);
});

test("a call that was never made has a hollow bar", async () => {
  const story = timelineStory(["made", 1, 0, 900], ["left_out", 1, 1000, 2000, { state: "discarded" }]);
  const { page } = await open({}, timelineSnapshot(6000, story));
  const row = page.getByRole("row", { name: /^left_out/ });
  const fill = (bar: Locator): Promise<string> => bar.evaluate((drawn) => getComputedStyle(drawn).backgroundColor);
  await expect.poll(() => fill(row.locator(".tb"))).toBe("rgba(0, 0, 0, 0)");
  expect(await fill(page.getByRole("row", { name: /^made/ }).locator(".tb"))).not.toBe("rgba(0, 0, 0, 0)");
  expect(await row.locator(".codicon-circle-slash").count()).toBe(1);
});

test("a click goes to the place in the story, with the focus", async () => {
  const { page } = await open({ height: 500 });
  const refund = longStory.find((step) => step.kind === "tool" && step.state === "failed");
  await page.getByRole("row", { name: "issue_refund, 4.8 s, failed" }).click();
  await page.getByRole("log", { name: "Story" }).waitFor();
  const step = page.locator(`[data-sequence="${refund?.sequence}"]`);
  await expect.poll(() => step.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await expect.poll(() => step.evaluate((element) => element.getBoundingClientRect().bottom < innerHeight)).toBe(true);
});

test("of five hundred calls only the visible rows exist, and the strip shows them all", async () => {
  const { page } = await open({}, timelineSnapshot(60_000, manyCalls(500)));
  expect(await caption(page)).toBe("0:00 – now\n550 rows");
  expect(await page.getByRole("row").count()).toBeLessThan(60);
  expect(await page.locator(".map .tb").count()).toBeLessThan(900);
  await page.getByRole("treegrid").press("End");
  expect((await names(page)).at(-1)).toBe("call_499, 100 ms");
  const heights = await page
    .getByRole("row")
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(new Set(heights)).toEqual(new Set([24]));
});

test("a run without an event says so", async () => {
  const { page } = await open({}, timelineSnapshot(0, []));
  expect(await page.getByRole("heading", { name: "No timeline yet" }).isVisible()).toBe(true);
});
