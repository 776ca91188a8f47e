import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { PanelPage } from "../support/panelPage.ts";
import { usePanels } from "../support/panels.ts";
import { edgeColors } from "../support/pixels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import { approval, feedback, waitingSnapshot } from "../support/sampleInputRequests.ts";
import { runState, snapshot, type Snapshot } from "../support/sampleRun.ts";
import { type Thing, unseen } from "../support/seen.ts";
import { timelineSnapshot } from "../support/timelineRun.ts";

const panels = usePanels();

/**
 * One for each layout: up to 560 pixels there is but one, so the narrowest panel stands for all of these.
 * The last one is a window of 1400 × 900 pixels at a zoom of 200 %: VS Code zooms a window as a whole, so its webviews
 * get half the CSS pixels, and each of them is two pixels of the screen wide.
 */
const sizes = [
  { name: "1400 px", width: 1400, height: 900, scale: 1 },
  { name: "700 px", width: 700, height: 900, scale: 1 },
  { name: "400 px", width: 400, height: 900, scale: 1 },
  { name: "200 %", width: 700, height: 450, scale: 2 },
];

interface Screen {
  run: Snapshot;
  tab?: string;
  /** What a person does to come to it. */
  open?: (page: Page, panel: PanelPage) => Promise<unknown>;
  /** What has to be seen of it. */
  seen: Thing[];
  /** It is above the frame of the panel, and may hide it. */
  above?: true;
  /** What has to be seen only where the panel is wider than so many pixels. */
  wider?: [than: number, seen: Thing[]];
}

const click = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).click();
const search = (text: string) => async (page: Page) => {
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text);
};
const open = (sequence: number) => async (page: Page, panel: PanelPage) => {
  await page.locator(`[data-sequence="${sequence}"]`).click();
  await panel.send({ type: "event", sequence, json: '{\n  "data": "Dana"\n}' });
};
const focus = (role: "textbox" | "radio", name: string) => (page: Page) => page.getByRole(role, { name }).focus();
const named = (role: "button" | "menuitem" | "tab", ...names: (string | RegExp)[]): Thing[] =>
  names.map((name) => [role, name]);
const found = named("button", "Previous Match", "Next Match");
const asking = waitingSnapshot(approval());
const empty = { story: [], rows: [], totals: { eventCount: 0, lastSequence: 0 } };

/** What is there in every tab. */
const frame: Thing[] = [
  ...([["heading", "Refund request over $500"], "[role=status]", "footer .state"] as const),
  ...named("button", "More Actions…"),
  ...named("tab", "Story", "Timeline", /^Events/, "Input", "Output"),
];
const wide = named("button", "Run Again", "More ways to run again", "Open as JSON", "Export…");

/** A screen is a line: the run, the tab, what a person does, and what has to be seen then. */
const screens: Record<string, Screen> = {
  "a live story": {
    run: snapshot(),
    seen: [".caret", ...named("button", "Find in Story", "Collapse All")],
    wider: [960, [["complementary", "Outline"]]],
  },
  "a story without an event": { run: snapshot(empty), seen: [["heading", "Nothing has happened yet"]] },
  "a failure": { run: failedSnapshot(), seen: [".failure b", ".failure p", ...named("button", "Copy Error")] },
  "a search of the story": {
    run: snapshot(),
    open: search("customer"),
    seen: [["textbox", "Find in story"], ...found, ...named("button", "Close")],
  },
  "a lost connection": {
    run: snapshot({ state: runState({ banner: "It can't be reached." }) }),
    seen: [["alert", ""], ...named("button", "Retry Now")],
  },
  "an approval": {
    run: asking,
    open: focus("textbox", "amount"),
    seen: [["textbox", "amount"], ...named("button", "Approve", "Reject…", "Find in Story", "Collapse All")],
  },
  "a rejection": {
    run: asking,
    open: click("Reject…"),
    seen: [["textbox", "Reason"], ...named("button", "Reject", "Back")],
  },
  "a feedback form": {
    run: waitingSnapshot(feedback()),
    open: focus("radio", "Apologetic"),
    seen: [["radio", "Apologetic"], ...named("button", "Send Answer", "Answer in Editor")],
  },
  "two requests": { run: waitingSnapshot(approval(), feedback()), seen: [...named("button", "Approve", "Reject…")] },
  "the actions": {
    run: asking,
    above: true,
    open: click("More Actions…"),
    seen: named("menuitem", "Open Run as JSON", "Export Runs…", "Select for Compare"),
  },
  "ways to run again": {
    run: completedSnapshot(),
    above: true,
    open: (page) => openRunAgain(page),
    seen: named("menuitem", "Run Again with Edits"),
  },
  "a timeline": {
    run: timelineSnapshot(),
    tab: "Timeline",
    seen: [
      ["row", /^issue_refund/],
      ["textbox", "Search timeline"],
      ...named("button", "Fold Waits", "Zoom In (+)", "Show All (0)"),
    ],
  },
  events: {
    run: failedSnapshot(),
    tab: "Events",
    seen: [
      '[data-sequence="1"] .type',
      '[data-sequence="1"] .what',
      ["textbox", "Search events"],
      ...named("button", /^Text/, /^Failed Only/),
    ],
  },
  "a search of events": {
    run: failedSnapshot(),
    tab: "Events",
    open: search("policy"),
    seen: [["textbox", "Search events"], ...found, '[data-sequence="7"] .what'],
  },
  "an event": {
    run: failedSnapshot(),
    tab: "Events",
    open: open(7),
    seen: ['[data-sequence="7"]', ["region", "Event 7"], ...named("button", "Show in Story", "Close Details")],
  },
  "an input": {
    run: snapshot(),
    tab: "Input",
    seen: [
      ["treeitem", /^customer/],
      ["textbox", "Search keys and values"],
      ...named("button", "Expand Two Levels", "Copy Input"),
    ],
  },
  "an output": {
    run: completedSnapshot(),
    tab: "Output",
    seen: [["treeitem", /^category/], ["treeitem", /^steps/], ...named("button", "Copy Output", "Save Output As…")],
  },
  "a search of the output": {
    run: completedSnapshot(),
    tab: "Output",
    open: search("charged"),
    seen: [["textbox", "Search keys and values"], ...found, ["treeitem", /^reply/]],
  },
  "a failed run's output": {
    run: failedSnapshot(["Update CRM", "Send mail"]),
    tab: "Output",
    seen: [["heading", "No output"], ".nodes li:last-child .reason", ...named("button", "Show Story")],
  },
  "no output": { run: snapshot(), tab: "Output", seen: [["heading", "No output yet"]] },
};

test.each(sizes)("at $name every necessary element is visible", async ({ width, height, scale }) => {
  const panel = await panels.open({ width, height, scale });
  const { page } = panel;
  const faults: string[] = [];
  for (const [name, screen] of Object.entries(screens)) {
    await panel.send(asRun(screen.run, name));
    await page.getByRole("tab", { name: screen.tab ?? "Story" }).click();
    await screen.open?.(page, panel);
    const [than, more] = screen.wider ?? [0, []];
    const around = screen.above ? [] : [...frame, ...(width > 560 ? wide : [])];
    const seen = [...around, ...screen.seen, ...(width > than ? more : [])];
    faults.push(...(await unseen(page, seen)).map((fault) => `${name}: ${fault}`));
    await page.keyboard.press("Escape");
  }
  expect(faults).toEqual([]);
});

/** Another run each time: nothing stays of the screen before. */
function asRun(message: Snapshot, id: string): Snapshot {
  const { state, ...rest } = message;
  return { ...rest, state: { ...state, header: { ...state.header, id } } };
}

/** Where the panel is narrow, these ways are in the other menu. */
async function openRunAgain(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "More ways to run again" });
  await ((await button.isVisible()) ? button : page.getByRole("button", { name: "More Actions…" })).click();
}

test.each([
  { theme: "light", border: "005fb8" },
  { theme: "dark", border: "0078d4" },
] as const)("the focus ring of story, events and timeline is complete in $theme", async ({ theme, border }) => {
  const panel = await panels.open({ theme });
  const { page } = panel;
  await panel.send(timelineSnapshot());
  for (const [tab, list] of [
    ["Story", ".story"],
    ["Events", ".story"],
    ["Timeline", ".tl-main"],
  ] as const) {
    await page.getByRole("tab", { name: tab }).press("Enter");
    await page.getByRole("tab", { name: tab, selected: true }).waitFor();
    const ring = async (): Promise<object> => {
      // A key that moves nothing: only who uses the keyboard sees a ring.
      await page.locator(`${list} > .scroll`).press("Shift");
      return { tab, ...(await edgeColors(page, page.locator(list))) };
    };
    await expect.poll(ring).toEqual({ tab, top: [border], right: [border], bottom: [border], left: [border] });
  }
});

test("at 200 % a form leaves the story its part of the view, and a message beside the button is visible", async () => {
  const panel = await panels.open({ width: 700, height: 450, scale: 2 });
  const { page } = panel;
  await panel.send(waitingSnapshot(feedback()));
  const heights = await page.evaluate(() =>
    [".view", ".story", ".needs"].map((part) => document.querySelector(part)?.getBoundingClientRect().height ?? 0),
  );
  const [view = 0, story = 0, form = 0] = heights;
  expect(form / view).toBeCloseTo(0.56, 2);
  expect(story / view).toBeCloseTo(0.44, 2);
  await page.getByRole("button", { name: "Send Answer" }).click({ force: true });
  expect(await unseen(page, [".wrong", ...named("button", "Send Answer")])).toEqual([]);
});

test("at 200 % the header and a toolbar take a line each: ten events are in sight, and production stays", async () => {
  const panel = await panels.open({ width: 700, height: 450, scale: 2 });
  const { page } = panel;
  const run = failedSnapshot();
  const { header } = run.state;
  await panel.send({ ...run, state: { ...run.state, header: { ...header, production: true } }, marks: [] });
  await page.getByRole("tab", { name: /^Events/ }).click();
  await page.getByRole("grid", { name: "Events" }).waitFor();
  const heights = await page.evaluate(() =>
    [".head", ".ev .bar"].map((part) => document.querySelector(part)?.getBoundingClientRect().height ?? Infinity),
  );
  expect(Math.max(...heights)).toBeLessThanOrEqual(40);
  const rows = Array.from({ length: 10 }, (_, index) => `[data-sequence="${index + 1}"]`);
  expect(await unseen(page, [...rows, ".prod", "[role=status]", ...named("button", /^Failed Only/)])).toEqual([]);
  await page.getByRole("button", { name: "More Actions…" }).click();
  const hidden = named("menuitem", "Filter by This User", "Filter by This Session", "Copy Run ID");
  expect(await unseen(page, hidden)).toEqual([]);
  await panel.send(waitingSnapshot(approval()));
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Story" }).click();
  expect(await unseen(page, named("button", "Approve", "Reject…"))).toEqual([]);
});
