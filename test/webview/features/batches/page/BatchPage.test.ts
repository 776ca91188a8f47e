import { expect, test } from "vitest";
import type { BatchHeadView, BatchHostMessage, BatchRow } from "#features/batches/page/messages.ts";
import { type PageOptions, type PanelPage, sendTo, sentPlain } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";

const panels = usePanels();
const reason = "The payment gateway refused the card: the limit of 500 EUR is reached. ".repeat(6).trim();

const head: BatchHeadView = {
  id: "b1",
  name: "tickets.jsonl",
  facts: "Support Triage (triage.example), 26 Nov 09:14:02",
  canRetry: true,
  unread: 0,
};

function row(n: number, part: Partial<BatchRow> = {}): BatchRow {
  const runId = `8c2c8e2e-0000-4000-8000-${String(n).padStart(12, "0")}`;
  return {
    source: `tickets.jsonl:${n + 1}`,
    label: `Charged twice for order ${48_000 + n}`,
    status: "completed",
    word: "Completed",
    duration: "4.2 s",
    result: "category billing, refund 129.90",
    runId,
    ...part,
  };
}

function lineOf(n: number, status: string, word: string, result = ""): BatchRow {
  const { duration: _, runId: __, ...rest } = row(n);
  return { ...rest, status, word, result };
}

const rows: BatchRow[] = [
  row(0),
  row(1, { status: "failed", word: "Failed", result: `FlowNodeFailureException: ${reason}`, duration: "31 s" }),
  lineOf(2, "line.failed", "Not created", "tickets.jsonl, line 3, column 14: a comma is missing"),
  lineOf(3, "line.unknown", "Unknown", "The connection was lost. No matching run was in the list at 10:14."),
  row(4, { status: "awaiting_input", word: "Waiting for you", result: "Refund $620?", label: "" }),
  row(5, { status: "started", word: "Running", result: "since 09:15:21" }),
  lineOf(6, "line.waiting", "Not sent"),
];

async function open(options: PageOptions = {}, shown: readonly BatchRow[] = rows, more: Partial<BatchHeadView> = {}) {
  const panel = await panels.open({ ...options, kind: "batch" });
  await post(panel, { type: "batch", head: { ...head, ...more }, rows: [...shown] });
  await panel.page.getByRole("heading", { name: "tickets.jsonl" }).waitFor();
  return panel;
}

const post: (panel: PanelPage, message: BatchHostMessage) => Promise<void> = sendTo;

const chips = (panel: PanelPage) => panel.page.getByRole("group", { name: "Status" }).getByRole("button");
// A row that is a part of the document, but not drawn yet, has no `innerText`.
const shownLines = (panel: PanelPage) => panel.page.locator(".batch-row:not(.names) .line").allTextContents();

test("each line has its input, status, duration, result and run; the counts begin with what needs a look", async () => {
  const panel = await open();
  await expect
    .poll(() => chips(panel).allTextContents())
    .toEqual([
      "All 7",
      "Not created 1",
      "Unknown 1",
      "Waiting for you 1",
      "Running 1",
      "Failed 1",
      "Completed 1",
      "Not sent 1",
    ]);
  const cells = panel.page.getByRole("row").nth(2).getByRole("cell");
  await expect
    .poll(() => cells.allInnerTexts())
    .toEqual([
      ...["tickets.jsonl:2", "Charged twice for order 48001", "Failed", "31 s"],
      ...[`FlowNodeFailureException: ${reason}`, "8c2c8e2e"],
    ]);
  await panel.page.getByRole("button", { name: "Open run 8c2c8e2e" }).first().click();
  expect(await sentPlain(panel, "open")).toEqual([{ type: "open", line: 0 }]);
});

test("a count shows only its lines, a text only those that have it, and these are copied and saved", async () => {
  const panel = await open();
  const { page } = panel;
  await chips(panel).filter({ hasText: "Not created" }).click();
  expect(await shownLines(panel)).toEqual(["tickets.jsonl:3"]);
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  await chips(panel).filter({ hasText: "Not created" }).click();
  await page.getByLabel("Filter lines").fill("GATEWAY");
  expect(await shownLines(panel)).toEqual(["tickets.jsonl:2"]);
  await page.getByRole("button", { name: "Save As…" }).click();
  expect(await sentPlain(panel, "copy", "save")).toEqual([
    { type: "copy", lines: [2] },
    { type: "save", lines: [1] },
  ]);
  await page.getByLabel("Filter lines").fill("nothing like it");
  await page.getByRole("button", { name: "Show All Lines" }).click();
  expect(await shownLines(panel)).toHaveLength(7);
  expect(await panel.savedState()).toMatchObject({ filter: { status: "", query: "" } });
});

test("what changes is drawn in its row, and the buttons offer what can be done with the rest", async () => {
  const panel = await open({}, rows, { canRetry: false, unread: 3 });
  const { page } = panel;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await button("Load Status of 3 More Runs").click();
  expect(await button("Retry Batch…").count()).toBe(0);
  await post(panel, { type: "changes", head, rows: [[5, row(5, { result: "category shipping" })]] });
  await page.getByText("category shipping").waitFor();
  await button("Retry Batch…").click();
  await post(panel, {
    type: "changes",
    head: { ...head, problem: "The status of some runs couldn't be loaded." },
    rows: [[6, row(6)]],
  });
  await page.getByRole("alert").getByText("couldn't be loaded").waitFor();
  await button("Refresh").click();
  expect((await sentPlain(panel, "act")).map((each) => (each as { action: string }).action)).toEqual([
    ...["readAll", "retry", "refresh"],
  ]);
});
