import { expect, test } from "vitest";
import { formatCell } from "#features/insights/page/insightsTable.ts";
import type { InsightsHostMessage } from "#features/insights/page/messages.ts";
import { sampleFacts } from "../../../../support/failures/sampleFacts.ts";
import { violations, violationsInThemes } from "../../../support/axe.ts";
import { type PageOptions, type PanelPage, sendTo, sentPlain } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { sampleInsights, viewMessage } from "../../../support/sampleInsights.ts";

const panels = usePanels();
const sample = sampleInsights();

const post: (panel: PanelPage, message: InsightsHostMessage) => Promise<void> = sendTo;

async function open(options: PageOptions = {}, view = sample): Promise<PanelPage> {
  const panel = await panels.open({ ...options, kind: "insights" });
  await post(panel, viewMessage(view));
  await panel.page.getByRole("heading", { name: "Insights", exact: true }).waitFor();
  return panel;
}

for (const width of [1400, 400]) {
  test(`axe finds nothing wrong at ${width} pixels, and nothing is wider than the panel`, async () => {
    const panel = await open({ width, height: 900 });
    await panel.page.locator("svg.chart").first().waitFor();
    if (width === 1400) expect(await violationsInThemes(panel)).toEqual([]);
    const overflow = await panel.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector(".insights")!;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBe(0);
  });
}

for (const width of [1800, 1400, 800, 400]) {
  test(`the row of causes stays within the card of a split at ${width} pixels`, async () => {
    const causes = { ...sample.compare!.causes, text: "12 new causes, 13 earlier causes did not occur again" };
    const { page } = await open({ width, height: 900 }, { ...sample, compare: { ...sample.compare!, causes } });
    const card = (await page.getByRole("region", { name: "Before and After" }).boundingBox())!;
    const row = page.getByRole("row", { name: /^Causes of failures/ });
    // What a cell cuts off is no part of its box: the text itself is measured.
    const rightmost = await row.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return Math.max(...Array.from(range.getClientRects(), ({ right }) => right));
    });
    expect(rightmost).toBeLessThanOrEqual(card.x + card.width);
    const button = (await row.getByRole("button", { name: "Show New Failures" }).boundingBox())!;
    expect(button.x + button.width).toBeLessThanOrEqual(card.x + card.width);
  });
}

test("in a low page progress and app stand below the title", async () => {
  const reading = { text: "Loading runs: 1,200 of 2,915", share: 0.4 };
  const { page } = await open({ width: 400, height: 500 }, { ...sample, reading });
  const box = (selector: string) => page.locator(`.insights-head ${selector}`).boundingBox();
  const [title, progress, app] = await Promise.all(["h1", ".now", ".meta"].map(box));
  expect(progress!.y).toBeGreaterThanOrEqual(title!.y + title!.height);
  expect(app!.y).toBeGreaterThanOrEqual(progress!.y + progress!.height);
});

test("a chart tells its shape, arrows choose a point and a value, and Enter shows their runs", async () => {
  const panel = await open();
  const chart = panel.page.getByRole("img", { name: /^Runs per day by status/ });
  expect(await chart.getAttribute("aria-label")).toMatch(
    /^Runs per day by status, Thursday 12 November to Wednesday 25 November\. Most: \d+, .+\. Most failures: \d+, .+\.$/,
  );
  await chart.focus();
  await panel.page.keyboard.press("ArrowLeft");
  const told = panel.page.getByRole("status").filter({ hasText: "Wednesday 25 November" });
  await expect.poll(() => told.innerText()).toMatch(/^Wednesday 25 November\s+Completed \d+, Canceled \d+,/);
  await panel.page.keyboard.press("ArrowLeft");
  await panel.page.keyboard.press("Enter");
  await panel.page.keyboard.press("ArrowUp");
  await panel.page.keyboard.press("Enter");
  expect(await sentPlain(panel, "showRuns")).toEqual([
    { type: "showRuns", card: "runs", row: 12 },
    { type: "showRuns", card: "runs", row: 12, column: "failed" },
  ]);
});

test("T shows the table, whose counts lead to their runs", async () => {
  const panel = await open();
  const { page } = panel;
  await page.getByRole("img", { name: /^Runs per day/ }).press("t");
  const table = page.getByRole("region", { name: "Runs per Day, table" });
  const row = table.getByRole("row", { name: /^24 Nov/ });
  await row.getByRole("button", { name: /Failed: show runs$/ }).click();
  expect(await sentPlain(panel, "showRuns")).toEqual([{ type: "showRuns", card: "runs", row: 12, column: "failed" }]);
  await page.getByRole("button", { name: /^Show as Table ?: Runs per Day/ }).press("t");
  await page.getByRole("img", { name: /^Runs per day/ }).waitFor();
});

test("steps are loaded with a button, whose progress takes its place, with Cancel", async () => {
  const panel = await open();
  const { page } = panel;
  await page.getByRole("button", { name: "Load 14 Days: 412 runs, about 26 s" }).click();
  const text = "Loading 14 Days: 103 of 412 runs, 20 s left";
  await post(panel, viewMessage({ ...sample, load: undefined, reading: { text, share: 0.25 } }));
  await page.getByText(text).waitFor();
  expect(await page.getByRole("progressbar").getAttribute("value")).toBe("0.25");
  expect(await violations(panel)).toEqual([]);
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await sentPlain(panel, "load")).toEqual([{ type: "load" }]);
  expect(await sentPlain(panel, "cancel")).toEqual([{ type: "cancel" }]);
});

test("until a day was read whole, the page never says that the app has no runs, and then where its runs end", async () => {
  const panel = await open({}, { ...sample, runs: 0, shownSince: "", reading: { text: "Reading the list: 0 runs" } });
  await panel.page.getByRole("heading", { name: "Loading runs" }).waitFor();
  expect(await panel.page.getByText("No runs in this time range").count()).toBe(0);
  await post(panel, viewMessage({ ...sample, runs: 0, shownSince: "", problem: "The app didn't respond." }));
  await panel.page.getByRole("heading", { name: "No runs loaded" }).waitFor();
  await panel.page.getByRole("button", { name: "Retry" }).click();
  await post(panel, viewMessage({ ...sample, shownSince: "since 20 Nov, 00:00" }));
  await panel.page.getByText("Runs since 20 Nov, 00:00 are shown. Older ones aren't loaded.").waitFor();
  await panel.page.getByRole("button", { name: "Load Older Runs" }).click();
  expect(await sentPlain(panel, "retry")).toHaveLength(2);
});

test("the runs of tests and agents are counted once a person includes them, also after a reload", async () => {
  const note = "37 runs of golden tests are left out.";
  const panel = await open({}, { ...sample, machinesNote: note });
  const line = panel.page.getByRole("note").filter({ hasText: note });
  await line.getByRole("button", { name: "Include" }).click();
  const split = sample.split?.at;
  const choice = { range: "14d", filter: "", split };
  expect(await sentPlain(panel, "choose")).toEqual([{ type: "choose", choice: { ...choice, withMachines: true } }]);
  expect(await violations(panel)).toEqual([]);
  await post(panel, viewMessage({ ...sample, machinesNote: "37 runs of tests are counted, too.", withMachines: true }));
  await panel.page.getByRole("button", { name: "Exclude" }).waitFor();
  expect(await panel.savedState()).toMatchObject({ choice: { ...choice, withMachines: true } });
  await panel.page.getByRole("button", { name: "7 Days" }).click();
  expect((await sentPlain(panel, "choose")).at(-1)).toMatchObject({ choice: { range: "7d", withMachines: true } });
});

test("what the figures of tools leave out is said below the chart and below its table", async () => {
  const [first, ...others] = sampleFacts();
  const view = sampleInsights({}, [{ ...first!, mocked: 10, mockedCalls: 10 }, ...others]);
  const { page } = await open({}, view);
  const card = page.getByRole("region", { name: "Tool Failure Rate", exact: true });
  await card.getByText("10 mocked calls are left out.").waitFor();
  await card.getByRole("button", { name: /^Show as Table/ }).click();
  await card.getByRole("table").waitFor();
  await card.getByText("10 mocked calls are left out.").waitFor();
});

test("the figures of each bar are those of its row in the table", async () => {
  const panel = await open();
  const tableOf = (id: string) => sample.cards.find((card) => card.id === id)!.table;
  const cell = (id: string, row: number, name: string): string => {
    const { columns, rows } = tableOf(id);
    const at = columns.findIndex((column) => column.name === name);
    return formatCell(columns[at]!.kind, rows[row]![at]!);
  };
  for (const [id, title, texts] of [
    ["slowest", "Slowest Tools and Nodes", ["{p95}", "p50 {p50}"]],
    ["toolFailures", "Tool Failure Rate", ["{Rate}", "{Failed} of {Calls}"]],
    ["waits", "Time Until the Answer", ["{Input requests}", "{Share}"]],
    ["users", "Top Users", ["{Runs}", "{Failed} failed"]],
  ] as const) {
    const bars = panel.page.getByRole("region", { name: title, exact: true }).locator("svg.chart > g");
    const expected = Array.from({ length: Math.min(6, tableOf(id).rows.length) }, (_, row) =>
      texts.map((text) => text.replace(/\{([^}]+)\}/g, (_all, name: string) => cell(id, row, name))),
    );
    await expect
      .poll(() =>
        bars.evaluateAll((all) => all.map((bar) => [...bar.querySelectorAll("text")].map((t) => t.textContent))),
      )
      .toEqual(expected.map((shown) => [expect.any(String), ...shown]));
  }
});

test("range, filter and split are chosen by the reader and come back after a reload", async () => {
  const panel = await open();
  const { page } = panel;
  await page.getByRole("button", { name: "7 Days" }).click();
  await page.getByLabel("Filter runs").fill("-user:load-test");
  await page.getByLabel("Filter runs").press("Enter");
  await page.getByRole("button", { name: /^Split/ }).click();
  await page.getByRole("menuitemradio", { name: "No Split" }).click();
  await page.getByRole("button", { name: /^Split/ }).click();
  await page.getByRole("menuitemradio", { name: "Other Time…" }).click();
  const time = page.getByLabel("Split at this time");
  await time.fill("2026-11-20T09:30");
  expect(await violations(panel)).toEqual([]);
  await time.press("Enter");
  const split = sample.split?.at;
  const typed = await page.evaluate(() => new Date(2026, 10, 20, 9, 30).getTime());
  expect(await sentPlain(panel, "choose")).toEqual([
    { type: "choose", choice: { range: "7d", filter: "", split } },
    { type: "choose", choice: { range: "14d", filter: "-user:load-test", split } },
    { type: "choose", choice: { range: "14d", filter: "" } },
    { type: "choose", choice: { range: "14d", filter: "", split: typed } },
  ]);
  expect(await panel.savedState()).toMatchObject({ choice: { range: "14d", filter: "" } });
  const again = await panels.open({ kind: "insights", state: { choice: { range: "30d", filter: "x" } } });
  expect(await sentPlain(again, "ready")).toMatchObject([{ choice: { range: "30d", filter: "x" } }]);
});

test("the completions of searches go on with what was typed, which isn't applied by leaving the field", async () => {
  const panel = await open();
  const field = panel.page.getByLabel("Filter runs");
  await field.fill("status:");
  await panel.page.getByRole("button", { name: "Filter with Suggestions…" }).click();
  await field.blur();
  expect(await sentPlain(panel, "completeFilter")).toEqual([{ type: "completeFilter", text: "status:" }]);
  expect(await sentPlain(panel, "choose")).toEqual([]);
});

test("tables are saved as CSV", async () => {
  const panel = await open();
  await panel.page.getByRole("button", { name: "Save Success Rate as CSV…" }).click();
  expect(await sentPlain(panel, "saveTable")).toEqual([{ type: "saveTable", table: "success" }]);
});

test("no runs, no match and a bad filter say what to do", async () => {
  const empty = await open({}, sampleInsights({ runs: 0 }));
  await empty.page.getByRole("heading", { name: "No runs in this time range" }).waitFor();
  await empty.page.getByRole("button", { name: "Show All Time" }).click();
  expect(await sentPlain(empty, "choose")).toMatchObject([{ choice: { range: "all" } }]);
  await post(empty, viewMessage(sampleInsights({ runs: 0, filter: "user:x" })));
  await empty.page.getByRole("button", { name: "Clear Filter" }).waitFor();
  await post(empty, viewMessage(sampleInsights({ filter: "usr:x", filterProblem: "There is no key “usr”." })));
  await empty.page.getByRole("alert").filter({ hasText: "There is no key" }).waitFor();
  expect(await empty.page.getByLabel("Filter runs").getAttribute("aria-invalid")).toBe("true");
  const wrong = { filter: "user=x", filterProblem: "Write a colon after user.", filterFixes: ["user:x", '"user=x"'] };
  await post(empty, viewMessage(sampleInsights(wrong)));
  await empty.page.getByRole("alert").getByRole("button", { name: "Use user:x" }).click();
  expect((await sentPlain(empty, "choose")).at(-1)).toMatchObject({ choice: { filter: "user:x" } });
});
