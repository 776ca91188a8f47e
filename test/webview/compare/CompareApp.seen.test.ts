import { expect, test } from "vitest";
import type { CompareHostMessage } from "../../../src/protocol/compare/compareMessages.ts";
import type { RowBody } from "../../../src/protocol/compare/compareViews.ts";
import { violations, violationsInThemes } from "../support/axe.ts";
import { usePanels } from "../support/panels.ts";
import { bodies, columns, comparison, equalRows } from "../support/sampleComparison.ts";
import { expectSeen, type Thing } from "../support/seen.ts";

const panels = usePanels();

const widths = [1400, 400];
const problem: CompareHostMessage = {
  type: "problem",
  problem: {
    side: "a",
    kind: "not-found",
    title: "Run A (8c2c8e2e) can't be compared",
    text: [{ text: "This run no longer exists. " }, { text: "Support Triage responded with 404." }],
    actions: [
      { label: "Open Run…", action: "openRun" },
      { label: "Switch Connection…", action: "switchConnection" },
    ],
  },
};
const long = "x".repeat(3_000);
const longPieces = { differs: true, pieces: [['  "url": "', false] as const, [long, true] as const] };
const longLines: RowBody = {
  name: "read_page",
  a: {
    ...{ icon: "tool", name: `read_${long}`, summary: long, duration: "2 h 5 min" },
    blocks: [{ label: "Input", lines: [longPieces], json: true }],
  },
  b: { icon: "text", text: [[long, true]], duration: "1.0 s" },
  time: { text: "−2 h 4 min", large: true },
};

interface Screen {
  messages: CompareHostMessage[];
  seen: Thing[];
  wide?: Thing[];
  /** It stands for the page: axe looks at it in all themes. */
  ofPage?: true;
}

const screens: Record<string, Screen> = {
  "two runs that differ": {
    messages: comparison(),
    ofPage: true,
    seen: [
      ["heading", "Ticket 48213: charged twice"],
      ".prod",
      ".first-line",
      ["button", "Previous Difference (Shift+F7)"],
      ["button", "Next Difference (F7)"],
      ["button", "Differences Only"],
      ["slider", "All steps"],
      ".cells .here",
      ".cells .pin",
      ".pair.cur .kind",
      ".pair.cur .side-b ins",
      ".eqs .link",
      "footer .state",
    ],
    wide: [["button", "Swap"], ".pair.cur .side-a del", ".pair .none"],
  },
  "runs without a difference": {
    messages: comparison({ kinds: equalRows(41), view: { headline: "No differences", sentence: [] }, equal: true }),
    seen: [".eqs .link", ["slider", "All steps"]],
  },
  "lines without an end": {
    messages: comparison({ kinds: ["changed"], bodies: [[0, longLines]], view: { first: { row: 0, text: "step 1" } } }),
    seen: [".pair.cur .side-b .dur"],
  },
  "a run that can't be read": {
    messages: [problem],
    seen: [
      ["heading", "Run A (8c2c8e2e) can't be compared"],
      ["button", "Open Run…"],
      ["button", "Switch Connection…"],
    ],
  },
};

const cases = Object.entries(screens).flatMap(([name, screen]) => widths.map((width) => ({ name, width, ...screen })));

test.each(cases)("$name can be seen at $width px, and axe has nothing against it", async (screen) => {
  const { width, messages, seen, wide = [] } = screen;
  const { panel, page } = await panels.showComparison(messages, { width });
  await expectSeen(page, [...seen, ...(width > 560 ? wide : [])]);
  // Nothing sticks out to the side.
  const over = await page.evaluate(() => document.body.scrollWidth - document.body.clientWidth);
  expect(over).toBe(0);
  expect(await (screen.ofPage ? violationsInThemes(panel) : violations(panel))).toEqual([]);
});

test("a problem's way out goes to the run that it is about", async () => {
  const { panel, page } = await panels.showComparison([problem]);
  await page.getByRole("button", { name: "Switch Connection…" }).click();
  expect(await panel.sent("action")).toEqual([{ type: "action", action: "switchConnection", side: "a" }]);
});

test("the header's buttons ask the extension", async () => {
  const { panel, page } = await panels.showComparison(comparison());
  await page.getByRole("button", { name: "More Actions…" }).click();
  await page.getByRole("menuitem", { name: "Open Run A" }).click();
  await page.getByRole("button", { name: "More Actions…" }).click();
  await page.getByRole("menuitem", { name: "Copy Run ID of B, f03b91d4" }).click();
  expect(await panel.sent("openRun")).toEqual([{ type: "openRun", side: "a" }]);
  expect((await panel.sent("copy")).map(({ text }) => text.slice(0, 8))).toEqual(["f03b91d4"]);
});

const live = { word: "B is running", going: true, changed: true, text: "" };
const told = (headline: string): CompareHostMessage =>
  comparison({ equal: true, view: { headline, sentence: [], live } }).find(({ type }) => type === "view")!;

test("of a run that goes on a screen reader hears at most every five seconds, and others see it at once", async () => {
  const panel = await panels.openComparison();
  const { page } = panel;
  const [rows] = comparison({ kinds: equalRows(1) });
  await panel.send(rows!, told("No differences so far"));
  await expect.poll(() => page.locator("main > .sr").textContent()).toBe("No differences so far");
  await panel.send(told("First difference at step 2"));
  expect(await page.locator(".now b").textContent()).toBe("First difference at step 2");
  expect(await page.locator("main > .sr").textContent()).toBe("No differences so far");
  expect(await page.locator("footer .dot:not(.off)").count()).toBe(1);
});

test("refreshed, steps that arrived are listed below, and the reader stays where they are", async () => {
  const panel = await panels.openComparison();
  const kinds = Array.from({ length: 60 }, () => "changed" as const);
  const first = { row: 0, text: "step 1" };
  await panel.send(...comparison({ kinds, view: { first, live } }));
  const { page } = panel;
  const scroller = page.locator(".scroll");
  await scroller.hover();
  await page.mouse.wheel(0, 600);
  await expect.poll(() => scroller.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(500);
  const place = () => page.locator("[data-row='20']").evaluate((row) => row.getBoundingClientRect().top);
  const before = await place();
  await page.getByRole("button", { name: "Refresh" }).click();
  expect(await panel.sent("refresh")).toEqual([{ type: "refresh" }]);
  const all = [...kinds, "changed", "onlyB"] as const;
  await panel.send({ type: "rows", version: 2, rows: columns(all), bodies: bodies(all.map((_, row) => row)) });
  expect(await page.locator("[data-row='20']").getAttribute("aria-setsize")).toBe("63");
  expect(await place()).toBe(before);
});
