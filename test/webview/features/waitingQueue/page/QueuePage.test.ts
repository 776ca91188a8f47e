import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { QueueView } from "#features/waitingQueue/page/queueViews.ts";
import { violations, violationsInThemes } from "../../../support/axe.ts";
import { type PageOptions, type PanelPage, sendTo, sentPlain } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { detail, outcomes, queue, queueRow, queueWithAnswers, review } from "../../../support/sampleQueue.ts";
import { expectSeen, overlaps } from "../../../support/seen.ts";

const panels = usePanels();

async function open(view: QueueView = queue(), options: PageOptions = {}): Promise<PanelPage> {
  const panel = await panels.open({ ...options, kind: "queue" });
  await sendTo(panel, { type: "queue", view });
  await sendTo(panel, { type: "detail", detail: detail() });
  return panel;
}

const row = (panel: PanelPage, id: string) => panel.page.locator(`[data-row="${id}"]`);
const selectedRows = (panel: PanelPage) => panel.page.locator("[role=row][aria-selected=true]");
const isFocused = (element: Locator) => element.evaluate((each) => each === document.activeElement);
const focusedRow = ({ page }: PanelPage) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["row"]);

async function press({ page }: PanelPage, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("opens on the oldest row, with its card beside it", async () => {
  const panel = await open();
  expect(await focusedRow(panel)).toBe("row-0");
  await expect.poll(() => sentPlain(panel, "show")).toEqual([{ type: "show", id: "row-0" }]);
  await expectSeen(panel.page, [
    ["treegrid", "Input requests"],
    ["complementary", "Input request of customer-7420"],
    ["button", "Approve"],
    ["button", "Open Run"],
    ["heading", "Last Steps"],
  ]);
});

test("by keyboard alone: several rows are selected, reviewed and sent", async () => {
  const panel = await open();
  await press(panel, "Space", ...Array<string>(8).fill("Shift+ArrowDown"));
  expect(await selectedRows(panel).count()).toBe(9);
  await expectSeen(panel.page, [["button", "Approve 9…"]]);
  expect(await panel.page.getByRole("region", { name: "Selection" }).textContent()).toContain("6 on production");
  // A list is one stop: the bar comes after it.
  await press(panel, "Tab", "Enter");
  const ids = Array.from({ length: 9 }, (_, n) => `row-${n}`);
  expect(await sentPlain(panel, "review")).toEqual([{ type: "review", decision: "approve", ids }]);
  await sendTo(panel, { type: "queue", view: queue({ work: review() }) });
  // It begins at its heading, never on the button.
  const heading = panel.page.getByRole("heading", { name: /^Review: approve 8 of issue_refund/ });
  await expect.poll(() => isFocused(heading)).toBe(true);
  await press(panel, "Enter", "Control+Enter", "Space");
  expect(await sentPlain(panel, "send")).toEqual([]);
  await panel.page.getByRole("button", { name: "Approve 8, 6 on Production" }).focus();
  await press(panel, "Enter");
  expect(await sentPlain(panel, "send")).toEqual([{ type: "send", version: 3 }]);
  await sendTo(panel, { type: "queue", view: queue({ work: outcomes() }) });
  expect(await panel.page.getByRole("heading", { level: 2 }).textContent()).toBe("Approved 6 of 9");
  const outcome = panel.page.getByText("6 sent, 2 too late, 1 failed");
  await expect.poll(() => outcome.getAttribute("role")).toBe("status");
  await panel.page.getByRole("button", { name: "Retry 1…" }).focus();
  await press(panel, "Enter", "Tab", "Enter");
  expect(await sentPlain(panel, "tryAgain", "back")).toEqual([{ type: "tryAgain" }, { type: "back" }]);
  await sendTo(panel, { type: "queue", view: queue() });
  expect(await focusedRow(panel)).toBe("row-8");
});

test("the keys of the list move, fold and select, and answer nothing", async () => {
  const panel = await open();
  await press(panel, "End");
  expect(await focusedRow(panel)).toBe("row-23");
  await press(panel, "Space");
  expect(await selectedRows(panel).count()).toBe(0);
  await press(panel, "ArrowLeft", "ArrowLeft");
  expect(await row(panel, "row-23").count()).toBe(0);
  await press(panel, "ArrowRight", "Home", "ArrowDown", "Control+a");
  expect(await selectedRows(panel).count()).toBe(14);
  await press(panel, "Escape");
  expect(await selectedRows(panel).count()).toBe(0);
  await press(panel, "Control+Enter");
  // Enter goes to the first field of the card, Escape leaves the field, then the card.
  await press(panel, "Home", "ArrowDown", "Enter");
  await expect.poll(() => isFocused(panel.page.getByRole("textbox", { name: "amount" }))).toBe(true);
  await press(panel, "Escape", "Escape");
  await expect.poll(() => focusedRow(panel)).toBe("row-0");
  expect(await sentPlain(panel, "answer", "send", "review")).toEqual([]);
});

test("a card sends its own answer", async () => {
  const panel = await open();
  await press(panel, "Enter");
  await expect.poll(() => isFocused(panel.page.getByRole("textbox", { name: "amount" }))).toBe(true);
  await press(panel, "Control+Enter");
  expect(await sentPlain(panel, "answer")).toMatchObject([{ requestId: "row-0", decision: "approve" }]);
});

test("a row that is answered stays in its place, and new ones come to the end of their group", async () => {
  const panel = await open();
  const placeOf = async (id: string) => (await row(panel, id).boundingBox())?.y;
  const before = await placeOf("row-5");
  const answered = queueWithAnswers();
  const [refunds, questions] = answered.groups;
  const more = { ...refunds!, rows: [...refunds!.rows, queueRow(50)] };
  await sendTo(panel, { type: "queue", view: { ...answered, groups: [more, questions!] } });
  expect(await placeOf("row-5")).toBe(before);
  expect(await row(panel, "row-2").textContent()).toContain("Somebody else already answered this");
  const last = panel.page.locator("[role=rowgroup]").first().locator("[data-row]").last();
  expect(await last.getAttribute("data-row")).toBe("row-50");
  // It isn't selected with the others.
  await press(panel, "Control+a");
  expect(await selectedRows(panel).count()).toBe(12);
  await panel.page.getByRole("button", { name: "Clear Answered" }).click();
  expect(await sentPlain(panel, "clear")).toEqual([{ type: "clear" }]);
});

test("the focus isn't lost when its row is cleared", async () => {
  const panel = await open(queueWithAnswers());
  await press(panel, "ArrowDown");
  expect(await focusedRow(panel)).toBe("row-1");
  const [refunds, questions] = queue().groups;
  const left = { ...refunds!, rows: refunds!.rows.filter(({ id }) => id !== "row-1") };
  await sendTo(panel, { type: "queue", view: queue({ groups: [left, questions!] }) });
  expect(await focusedRow(panel)).toBe("row-0");
});

test("the filter narrows the list by text and app, and a group's box takes what it shows", async () => {
  const panel = await open();
  await panel.page.getByRole("button", { name: "Billing Assistant 5" }).click();
  await panel.page.getByLabel(/^Filter input requests/).fill("usd");
  const shown = await panel.page.locator("[data-row]").count();
  expect(shown).toBe(3);
  await panel.page.getByLabel("Select all of issue_refund").click();
  expect(await selectedRows(panel).count()).toBe(3);
  await panel.page.getByLabel(/^Filter input requests/).fill("nothing like it");
  await expectSeen(panel.page, [["heading", "No input request matches the filter"]]);
});

test("of many apps, those that ask are named and can be chosen", async () => {
  const idle = { id: "idle", name: "Claims", isProduction: false, waiting: 0 };
  const asking = queue().apps.length;
  const panel = await open(queue({ apps: [...queue().apps, idle] }));
  const { page } = panel;
  await page.getByText(`in ${asking} apps`).waitFor();
  expect(await page.getByRole("group", { name: "Apps" }).getByRole("button").count()).toBe(asking);
  expect(await page.getByText("Claims").count()).toBe(0);
});

test("a click on a box selects its row, and moves nothing", async () => {
  const panel = await open();
  await row(panel, "row-3").getByRole("checkbox").click();
  await row(panel, "row-5").getByRole("checkbox").click();
  expect(await selectedRows(panel).count()).toBe(2);
  expect(await focusedRow(panel)).toBe("row-5");
});

test("an app that can't be reached is one row, which can be tried again", async () => {
  const apps = queue().apps.map((app) =>
    app.id === "billing" ? { ...app, problem: "The connection was refused." } : app,
  );
  const panel = await open(queue({ apps }));
  await expect.poll(() => panel.page.getByRole("alert").textContent()).toContain("Billing Assistant");
  await panel.page.getByRole("button", { name: "Retry Billing Assistant" }).click();
  expect(await sentPlain(panel, "refresh")).toEqual([{ type: "refresh" }]);
});

test("the place and the selection are there again after a reload", async () => {
  const state = { list: { current: "row-4", selected: ["row-2", "row-4"], folded: [] } };
  const panel = await open(queue(), { state });
  expect(await focusedRow(panel)).toBe("row-4");
  expect(await selectedRows(panel).count()).toBe(2);
});

const empty = queue({ groups: [], apps: queue().apps.map((app) => ({ ...app, waiting: 0 })) });
const screens: [string, QueueView][] = [
  ["the list", queue()],
  ["answered rows", queueWithAnswers()],
  ["the review", queue({ work: review() })],
  ["the outcomes", queue({ work: outcomes() })],
  ["nothing", empty],
];

test.each(screens)("axe finds nothing in %s, in any theme", async (_name, view) => {
  const panel = await open(view);
  expect(await violationsInThemes(panel)).toEqual([]);
});

test.each(screens)("%s has room at 1400, 700 and 400 pixels", async (_name, view) => {
  for (const width of [1400, 700, 400]) {
    const panel = await open(view, { width });
    expect(await overlaps(panel.page), `at ${width}`).toEqual([]);
    if (width === 400) expect(await violations(panel)).toEqual([]);
  }
});

test("however narrow the list is, no age is cut: a part of it would be another one", async () => {
  const panel = await open(queue(), { width: 170 });
  const cut = await panel.page.locator(".q-row .age").evaluateAll((ages) =>
    ages.map((age) => {
      const text = document.createRange();
      text.selectNodeContents(age);
      const [inside, cell] = [text.getBoundingClientRect(), age.getBoundingClientRect()];
      return inside.left < cell.left - 0.5 || inside.right > Math.min(cell.right, innerWidth) + 0.5;
    }),
  );
  expect(cut.length).toBeGreaterThan(1);
  expect(new Set(cut)).toEqual(new Set([false]));
});

test("at 400 pixels the card takes the place of the list, and leads back", async () => {
  const panel = await open(queue(), { width: 400 });
  await press(panel, "Enter");
  await expectSeen(panel.page, [
    ["button", "Back to List"],
    ["button", "Approve"],
  ]);
  expect(await panel.page.getByRole("treegrid").isVisible()).toBe(false);
  await panel.page.getByRole("button", { name: "Back to List" }).click();
  await expect.poll(() => focusedRow(panel)).toBe("row-0");
});
