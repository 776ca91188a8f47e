import { expect, test } from "vitest";
import type { RowBody } from "#features/compare/page/compareViews.ts";
import type { ComparePageMessage } from "#features/compare/page/messages.ts";
import type { PageMessage } from "#ui/pageMessages.ts";
import { violations, violationsInThemes } from "../../../support/axe.ts";
import { usePanels } from "../../../support/panels.ts";
import { comparison, equalRows } from "../../../support/sampleComparison.ts";
import { expectSeen, type Thing } from "../../../support/seen.ts";

const panels = usePanels();

const act = (action: "openRun" | "switchConnection") => ({ type: "action", action, side: "a" }) as const;
const problem: PageMessage<ComparePageMessage> = {
  type: "pageProblem",
  problem: {
    kind: "not-found",
    title: "Run A (8c2c8e2e) can't be compared",
    text: [{ text: "This run no longer exists. " }, { text: "Support Triage responded with 404." }],
    actions: [
      { label: "Open Run by ID…", action: act("openRun") },
      { label: "Switch Connection…", action: act("switchConnection") },
    ],
  },
};
const long = "x".repeat(3_000);
const longPieces = { differs: true, pieces: [['  "url": "', false] as const, [long, true] as const] };
const longLines: RowBody = {
  name: "read_page",
  a: {
    icon: "tool",
    name: `read_${long}`,
    summary: long,
    duration: "2 h 5 min",
    blocks: [{ label: "Input", lines: [longPieces], json: true }],
  },
  b: { icon: "text", text: [[long, true]], duration: "1.0 s" },
  time: { text: "−2 h 4 min", large: true },
};

interface Screen {
  messages: Parameters<typeof panels.showComparison>[0];
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
      ["button", "Open Run by ID…"],
      ["button", "Switch Connection…"],
    ],
  },
};

test.each([1400, 400])("each screen can be seen at %i px, and axe has nothing against it", async (width) => {
  for (const [name, { messages, seen, wide = [], ofPage }] of Object.entries(screens)) {
    const { panel, page } = await panels.showComparison(messages, { width });
    await expectSeen(page, [...seen, ...(width > 560 ? wide : [])], name);
    // Nothing sticks out to the side.
    expect(await page.evaluate(() => document.body.scrollWidth - document.body.clientWidth), name).toBe(0);
    if (width > 560 || ofPage) expect(await (ofPage ? violationsInThemes(panel) : violations(panel))).toEqual([]);
  }
});

test("a problem's way out goes to the run that it is about", async () => {
  const { panel, page } = await panels.showComparison([problem]);
  await page.getByRole("button", { name: "Switch Connection…" }).click();
  expect(await panel.sent("action")).toEqual([{ type: "action", action: "switchConnection", side: "a" }]);
});
