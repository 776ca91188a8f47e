import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { HostMessage } from "../../src/protocol/messages.ts";
import { usePanels } from "./support/panels.ts";
import { completedSnapshot, failedSnapshot } from "./support/sampleEnds.ts";
import { snapshot, type Snapshot } from "./support/sampleRun.ts";
import { type Thing, unseen } from "./support/seen.ts";
import { timelineSnapshot } from "./support/timelineRun.ts";

const panels = usePanels();

/** A window of 1400 × 900 pixels at a zoom of 200 % leaves the panel half of each, with four pixels of the screen for one of its own. */
const sizes = [
  { name: "1400 px", width: 1400, height: 900, scale: 1 },
  { name: "700 px", width: 700, height: 900, scale: 1 },
  { name: "500 px", width: 500, height: 900, scale: 1 },
  { name: "400 px", width: 400, height: 900, scale: 1 },
  { name: "200 %", width: 700, height: 450, scale: 2 },
];

type Size = (typeof sizes)[number];

interface Screen {
  name: string;
  message: HostMessage;
  tab: string;
  /** What a person does to come to it. */
  open?: (page: Page) => Promise<void>;
  /** What has to be seen of it. */
  seen: Thing[] | ((size: Size) => Thing[]);
}

const frame: Thing[] = [
  ["heading", "Refund request over $500"],
  "[role=status]",
  ["button", "More Actions…"],
  ...["Story", "Timeline", "Input", "Output"].map((name): Thing => ["tab", name]),
  ["tab", /^Events/],
  "footer .state",
];

const screens: Screen[] = [
  { name: "the story of a live run", message: snapshot(), tab: "Story", seen: ["[data-kind=text] .caret"] },
  { name: "a failed run", message: failedSnapshot(), tab: "Story", seen: [["button", "Copy Error"], ".failure b"] },
  { name: "a timeline", message: timelineSnapshot(), tab: "Timeline", seen: [["row", /^issue_refund/], ["textbox", "Filter by name"]] },
  { name: "an input", message: snapshot(), tab: "Input", seen: [["treeitem", /^customer/], ["textbox", "Search keys and values"]] },
  { name: "an output", message: completedSnapshot(), tab: "Output", seen: [["treeitem", /^category/], ["treeitem", /^steps/], ["treeitem", /^a\/b~c/]] },
];

test.each(sizes)("at $name everything that a person needs can be seen", async (size) => {
  const { width, height, scale } = size;
  const panel = await panels.open({ width, height, scale });
  const { page } = panel;
  const faults: string[] = [];
  for (const [index, screen] of screens.entries()) {
    // Another run each time: nothing of the screen before stays.
    await panel.send(asRun(screen.message, `run-${index}`));
    await page.getByRole("tab", { name: screen.tab }).click();
    await screen.open?.(page);
    const seen = typeof screen.seen === "function" ? screen.seen(size) : screen.seen;
    faults.push(...(await unseen(page, [...frame, ...seen])).map((fault) => `${screen.name}: ${fault}`));
  }
  expect(faults).toEqual([]);
});

function asRun(message: HostMessage, id: string): Snapshot {
  const { state, ...rest } = message as Snapshot;
  return { ...rest, state: { ...state, header: { ...state.header, id } } };
}
